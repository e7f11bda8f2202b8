package io.netwatch.e2e.shop;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.e2e.testbed.Names;
import io.netwatch.e2e.testbed.Threads;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A CronJob whose jobs live 300 ms and ask the database once; the newest few jobs are kept, as a cluster does. */
final class ReportJobs implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReportJobs.class.getName());
    private static final String NAME = "report";
    private static final long EVERY_S = 10;
    private static final int KEPT = 3;
    private static final long MINUTE_S = 60;

    private final Workloads workloads;
    private final KubernetesClient client;
    private final ScheduledExecutorService clock = Threads.loop("report-jobs");
    private final Deque<Job> jobs = new ArrayDeque<>();
    private long next = Instant.now().getEpochSecond() / MINUTE_S;
    private CronJob owner;
    private ScheduledFuture<?> ticking;

    ReportJobs(Workloads workloads, KubernetesClient client) {
        this.workloads = workloads;
        this.client = client;
    }

    void start() {
        owner = workloads.create(new CronJobBuilder()
                .withMetadata(workloads.metadata(NAME, Map.of("app", NAME), null))
                .withNewSpec()
                .withSchedule("* * * * *")
                .endSpec()
                .build());
        ticking = clock.scheduleAtFixedRate(this::run, 0, EVERY_S, TimeUnit.SECONDS);
    }

    private void run() {
        try {
            begin();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "no report this time", e);
        }
    }

    /** Named as a CronJob's jobs are: by the minutes since 1970, here one a job. */
    private void begin() {
        Job job = workloads.create(new JobBuilder()
                .withMetadata(workloads.metadata(NAME + "-" + next++, Map.of("app", NAME), Workloads.owner(owner)))
                .withNewSpec()
                .endSpec()
                .build());
        String name = job.getMetadata().getName();
        Pod pod = workloads.pod(
                name + "-" + Names.suffix(name),
                Map.of("app", NAME, "batch.kubernetes.io/job-name", name, "job-name", name),
                Workloads.owner(job),
                List.of(),
                workloads
                        .container("report", "report", "once database:5432 within 0.3")
                        .build());
        pod.getSpec().setRestartPolicy("Never");
        workloads.create(pod);
        jobs.add(job);
        if (jobs.size() > KEPT) {
            client.resource(jobs.remove()).delete();
        }
    }

    @Override
    public void close() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        clock.shutdown();
    }
}
