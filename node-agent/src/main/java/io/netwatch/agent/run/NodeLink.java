package io.netwatch.agent.run;

import com.sun.management.OperatingSystemMXBean;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.agent.cluster.ApiServer;
import io.netwatch.agent.cluster.NodeWatch;
import io.netwatch.agent.cluster.OperatorStream;
import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.kernel.KernelMaps;
import io.netwatch.agent.kernel.SourceCounts;
import io.netwatch.agent.kernel.Translations;
import io.netwatch.agent.kernel.Verdict;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.policy.PolicyBook;
import io.netwatch.agent.policy.Selections;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.view.Alerts;
import io.netwatch.agent.view.Uploads;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.node.PolicyReport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A node of a cluster: puts together who watches the cluster and who decides by what it tells. It is decided on the thread of
 * events; the thread {@code operator-stream} reads what the operator tells, and {@code conntrack} asks what is behind Services.
 */
final class NodeLink implements ClusterLink {
    private static final Logger LOG = Logger.getLogger(NodeLink.class);
    private static final Path PROC = Path.of("/proc");

    /** Seconds between two looks at what the kernel did not tell. */
    private static final int ACCOUNT = 10;
    /** Seconds between two looks at what verdicts the kernel holds. */
    private static final int SWEEP = 60;

    private final AgentConfig config;
    private final Directory directory;
    private final PolicySending sending;
    private final PolicyBook book;
    private final KubernetesClient client;
    private EventSource source;
    private Optional<KernelMaps> maps = Optional.empty();
    private EventLoop loop;
    private BackendLookups backends;
    private NodeWatch watch;
    private OperatorStream stream;
    private Thread streamThread;
    private int second;
    private volatile Figures figures = new Figures(0, 0, 0, KernelMaps.VERDICTS, 0, 0, 0, 0);

    NodeLink(AgentConfig config, Directory directory, BootClock clock) {
        this.config = config;
        this.directory = directory;
        this.sending = new PolicySending(config, directory, clock);
        this.book = new PolicyBook(
                config.cluster().node(),
                config.maxConnections(),
                this::write,
                sending.followers(),
                System.currentTimeMillis());
        this.client = ApiServer.client(config.cluster().kubeconfig());
        directory.follow(book);
        directory.followLines(this::onLine);
    }

    private void onLine(IdentityLine line) {
        book.onLine(line);
        sending.onLine(line);
    }

    /** Where the kernel can't be told, as when /proc is polled, what it tells is sorted out later. */
    private void write(long cgroup, Verdict verdict) throws BpfException {
        if (maps.isEmpty()) {
            return;
        }
        if (verdict == null) {
            maps.get().removeVerdict(cgroup);
        } else {
            maps.get().setVerdict(cgroup, verdict);
        }
    }

    @Override
    public Selections selections() {
        return book;
    }

    @Override
    public void connect(EventSource opened, ConnectionTable table, EventLoop events) {
        source = opened;
        maps = opened.kernelMaps();
        loop = events;
        loop.eachSecond(this::tick);
        sending.connect(book, source, table, loop);
        Translations translations = Translations.open(PROC);
        LOG.infof("What is behind a Service's address: %s", translations.how());
        backends = new BackendLookups(translations, loop, table::onBackend);
        loop.ask(backends);
        watch = new NodeWatch(client, config.cluster().node(), directory, book, loop);
    }

    @Override
    public void start() {
        watch.start();
        sending.start();
        backends.start();
        if (config.cluster().operatorAddress().isPresent()) {
            stream = new OperatorStream(config.cluster().operator(), config.tlsFolder(), directory, loop);
            streamThread = new Thread(stream, "operator-stream");
            streamThread.setDaemon(true);
            streamThread.start();
        }
    }

    private void tick() {
        second++;
        watch.look();
        book.tick(System.currentTimeMillis(), cpuNanos());
        if (second % ACCOUNT == 0) {
            maps.ifPresent(kernel -> book.account(kernel.cgroups()));
        }
        if (second % SWEEP == 0) {
            maps.ifPresent(kernel -> kernel.sweepVerdicts(book::hasVerdict));
        }
        if (book.takeWidened()) {
            findOpen();
        }
        sending.tick(second);
        publish();
    }

    private void findOpen() {
        try {
            source.findOpen();
        } catch (BpfException e) {
            LOG.warn("connections that were open before a policy asked for them can't be found: " + e.getMessage());
        }
    }

    private void publish() {
        PolicyBook.Figures counts = book.figures();
        SourceCounts kernel = source.counts();
        figures = new Figures(
                counts.policies(),
                counts.pods(),
                counts.verdicts(),
                KernelMaps.VERDICTS,
                counts.errors(),
                kernel.ignored(),
                kernel.sampled(),
                kernel.limited());
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    @Override
    public List<PolicyReport> reports() {
        return loop.ask(() -> {
            maps.ifPresent(kernel -> book.account(kernel.cgroups()));
            return book.report();
        });
    }

    @Override
    public Optional<Figures> figures() {
        return Optional.of(figures);
    }

    @Override
    public long backendsNotAsked() {
        return backends.notAsked();
    }

    @Override
    public Uploads uploads() {
        return sending.uploads();
    }

    @Override
    public Alerts alerts() {
        return sending.alerts();
    }

    @Override
    public void close() {
        sending.close();
        if (stream != null) {
            stream.close();
            streamThread.interrupt();
        }
        watch.close();
        client.close();
        backends.close();
    }
}
