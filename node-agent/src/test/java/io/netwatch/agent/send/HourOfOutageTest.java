package io.netwatch.agent.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netwatch.agent.testbed.CertificateAuthority;
import io.netwatch.agent.view.UploadMetrics;
import io.netwatch.agent.view.Uploads;
import io.netwatch.api.snapshot.AgentHealth;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SnapshotJson;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cloud is gone for an hour of the agent's clock. Meanwhile the agent is killed as it writes, again and again; its disk is full for a
 * while, in which it is killed as well; and more snapshots wait than its spool may hold.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HourOfOutageTest {
    private static final int BEFORE = 20;
    /** An hour after the last that was delivered before. */
    private static final int ALL = BEFORE + (int) Duration.ofHours(1).dividedBy(DrillAgent.TICK);
    /** So many are taken when the disk becomes full: the spool has room for some more, for which its file has to grow. */
    private static final int UNTIL_FULL_DISK = 140;

    private static final int KILLS = 3;

    private final Random chance = new Random(Long.getLong("netwatch.test.seed", 5));
    private final Instant begin = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES);
    private final CertificateAuthority authority = new CertificateAuthority("cloud");
    private final FakeCloud cloud = new FakeCloud(HttpVersion.HTTP_2);
    /** By all agents, one after the other. */
    private final List<DrillAgent.Said> said = new ArrayList<>();
    /** Numbers of those that only a killed agent's memory held. */
    private final Set<Long> lostFromMemory = new TreeSet<>();

    @TempDir
    private Path files;

    private Path caBundle;
    private SmallDisk disk;
    private DrillProcess agent;
    private int halfDone;

    @BeforeEach
    void begin(@TempDir Path folder, @TempDir Path library) throws IOException {
        disk = SmallDisk.mount(folder, library);
        caBundle = files.resolve("ca.crt");
        openCloud();
        start();
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.close();
        }
        cloud.close();
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void deliversInOrderAllButWhatIsCountedExactly() throws Exception {
        agent.take(BEFORE);
        agent.rest();
        cloud.shut();

        for (int kill = 0; kill < KILLS; kill++) {
            takeSomeAndKill();
        }
        agent.take(UNTIL_FULL_DISK - (int) agent.last().appended());
        disk.fill();
        takeSomeAndKill();
        takeSomeAndKill();
        agent.take(3);
        assertThat(agent.last().written()).isFalse();
        disk.free();
        agent.take(40);
        assertThat(agent.last().written()).isTrue();
        takeSomeAndKill();
        agent.take(ALL - (int) agent.last().appended());
        openCloud();
        agent.ask("rest");
        TimeUnit.MILLISECONDS.sleep(chance.nextInt(300));
        killAndRestart();
        agent.rest();
        agent.end();
        said.addAll(agent.said());

        assertThat(halfDone).as("killed in a transaction").isPositive();
        checkWhatAgentsSaid();
        checkSnapshots();
        checkCounts();
    }

    private void openCloud() throws IOException {
        cloud.shut();
        cloud.open(authority, Duration.ofHours(1));
        Files.writeString(caBundle, cloud.caBundle());
    }

    private void start() throws IOException {
        agent = new DrillProcess(disk.spool(), cloud.uri(), caBundle, begin, files.resolve("lib"));
        agent.awaitStart();
    }

    private void takeSomeAndKill() throws IOException, InterruptedException {
        agent.take(20, 3 + chance.nextInt(8));
        killAndRestart();
    }

    /** The one that it was about to say it had taken may be taken or not: both are right, and known to the next one. */
    private void killAndRestart() throws IOException, InterruptedException {
        halfDone += agent.kill() ? 1 : 0;
        said.addAll(agent.said());
        long inFile = agent.said().stream()
                .filter(DrillAgent.Said::written)
                .mapToLong(DrillAgent.Said::appended)
                .max()
                .orElseThrow();
        boolean full = !agent.last().written();
        start();
        DrillAgent.Said before = said.get(said.size() - 1);
        assertThat(agent.last().appended()).isBetween(before.appended(), before.appended() + 1);
        if (full) {
            LongStream.range(inFile, agent.last().appended()).forEach(lostFromMemory::add);
        }
    }

    /** The spool was at its bound when it dropped, and never beyond. */
    private void checkWhatAgentsSaid() {
        assertThat(said).allSatisfy(it -> {
            assertThat(it.appended()).isEqualTo(it.delivered() + it.dropped() + it.queued());
            assertThat(it.fileBytes()).isLessThanOrEqualTo(DrillAgent.MAX_BYTES);
        });
        DrillAgent.Said firstFull =
                said.stream().filter(it -> it.spoolFull() > 0).findFirst().orElseThrow();
        assertThat(firstFull.fileBytes()).isGreaterThan(DrillAgent.MAX_BYTES * 9 / 10);
    }

    /** Of those that were accepted. */
    private void checkSnapshots() {
        for (FakeCloud.Request request : cloud.requests()) {
            for (Snapshot snapshot : request.content().snapshots()) {
                long number = number(snapshot.timestamp());
                assertThat(new String(SnapshotJson.write(snapshot), UTF_8))
                        .isEqualTo(new String(SnapshotJson.write(DrillAgent.snapshot(begin, number)), UTF_8));
            }
        }
        List<Long> once = accepted();
        assertThat(once).isSorted().hasSizeGreaterThan(ALL / 2);
    }

    /** Those that were, in the order in which they were first. */
    private List<Long> accepted() {
        return cloud.accepted().stream().map(this::number).distinct().toList();
    }

    private long number(String timestamp) {
        return Duration.between(begin, Instant.parse(timestamp)).dividedBy(DrillAgent.TICK);
    }

    /** Those that are missing are the oldest, which fell out, and those that only memory held: each is counted, with its reason. */
    private void checkCounts() throws IOException {
        Set<Long> missing = LongStream.range(0, ALL).boxed().collect(Collectors.toCollection(TreeSet::new));
        List<Long> accepted = accepted();
        accepted.forEach(missing::remove);
        long oldest = accepted.get(BEFORE);
        Set<Long> fellOut = LongStream.range(BEFORE, oldest).boxed().collect(Collectors.toCollection(TreeSet::new));
        Set<Long> expected = new TreeSet<>(fellOut);
        expected.addAll(lostFromMemory);

        assertThat(missing).isEqualTo(expected);
        assertThat(fellOut).doesNotContainAnyElementsOf(lostFromMemory);
        Map<DropReason, Long> dropped = Map.of(
                DropReason.SPOOL_FULL, (long) fellOut.size(), DropReason.DISK_FULL, (long) lostFromMemory.size());
        try (Spool spool = Spool.open(disk.spool(), DrillAgent.MAX_BYTES)) {
            QueueCounts counts = spool.queue("a").counts();
            assertThat(counts.appended()).isEqualTo(ALL);
            assertThat(counts.delivered()).isEqualTo(accepted.size());
            assertThat(counts.dropped()).isEqualTo(dropped);
            assertThat(counts.queued()).isZero();
            checkMetrics(spool, accepted.size(), dropped);
        }
        checkWhatTheCloudWasTold(missing.size());
    }

    private void checkMetrics(Spool spool, long delivered, Map<DropReason, Long> dropped) throws IOException {
        Upload upload = DrillAgent.upload(spool, cloud.uri(), Files.readString(caBundle), new MutableClock(begin));
        MeterRegistry registry = new SimpleMeterRegistry();
        new UploadMetrics(new Uploads() {
                    @Override
                    public long made() {
                        return ALL;
                    }

                    @Override
                    public List<Figures> figures() {
                        return List.of(new Figures("a", upload.status()));
                    }
                })
                .bindTo(registry);
        assertThat(registry.get("netwatch.snapshots.delivered")
                        .functionCounter()
                        .count())
                .isEqualTo((double) delivered);
        for (DropReason reason : DropReason.values()) {
            assertThat(registry.get("netwatch.snapshots.dropped")
                            .tag("reason", reason.word())
                            .functionCounter()
                            .count())
                    .as(reason.word())
                    .isEqualTo((double) dropped.getOrDefault(reason, 0L));
        }
    }

    /** With each request: of all that were ever taken, each was delivered, is in it, waits or was dropped. */
    private void checkWhatTheCloudWasTold(long dropped) {
        Set<Long> delivered = new HashSet<>();
        for (FakeCloud.Request request : cloud.requests()) {
            request.timestamps().forEach(timestamp -> delivered.add(number(timestamp)));
            AgentHealth health = request.content().agentHealth();
            boolean before = delivered.size() <= BEFORE;
            assertThat(health.droppedCount()).isEqualTo(before ? 0 : dropped);
            if (!before) {
                assertThat(delivered.size() + health.queueDepth() + dropped).isEqualTo(ALL);
            }
        }
        assertThat(cloud.last().content().agentHealth().queueDepth()).isZero();
    }
}
