package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Command;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.SeenDns;
import io.netwatch.agent.testbed.Traffic;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watching DNS begins and ends, may be refused, and takes nothing from connections. */
@RequiresKernelEvents
class DnsLifecycleTest {
    private static final String QUESTION =
            "1a2b01000001000000000000" + "03777777076578616d706c6503636f6d00" + "00010001";

    /** Of a pair on loopback: connect, accept, and a close at each end. */
    private static final int EVENTS_PER_PAIR = 4;

    private Namespace namespace;
    private Cgroup cgroup;
    private Traffic traffic;

    @BeforeEach
    void start() {
        namespace = Namespace.create();
        cgroup = Cgroup.create();
        traffic = Traffic.start(namespace, cgroup);
        traffic.ask("bind 127.0.0.1 53");
        traffic.ask("dial 127.0.0.1 53");
    }

    @AfterEach
    void stop() {
        traffic.close();
        cgroup.close();
        namespace.close();
    }

    @Test
    void isOffUntilItIsWantedAndLeavesNothingAttached() throws Exception {
        long before = attached();
        try (LiveSource live = LiveSource.open()) {
            traffic.ask("write client " + QUESTION);
            assertThat(live.dns(e -> e.cgroup() == cgroup.id()))
                    .as("not wanted")
                    .isEmpty();
            assertThat(attached()).isEqualTo(before);

            live.source().watchDns(true);
            live.source().watchDns(true);
            assertThat(attached()).isEqualTo(before + 2);
            traffic.ask("write client " + QUESTION);
            assertThat(live.awaitDns(1, cgroup)).hasSize(1);

            live.source().watchDns(false);
            live.source().watchDns(false);
            assertThat(attached()).isEqualTo(before);
            traffic.ask("write client " + QUESTION);
            traffic.makePairs("127.0.0.1", 1);
            live.await(EVENTS_PER_PAIR, e -> e.tgid() == traffic.pid());
            assertThat(live.dns(e -> e.cgroup() == cgroup.id()))
                    .as("not wanted any more")
                    .hasSize(1);

            live.source().watchDns(true);
            traffic.ask("write client " + QUESTION);
            assertThat(live.awaitDns(2, cgroup)).as("wanted again").hasSize(2);
            assertThat(live.source().counts().dnsSeen()).isGreaterThanOrEqualTo(2);
        }
        assertThat(attached()).isEqualTo(before);
    }

    @Test
    void roundsOfWatchingLeaveNothingBehind() throws Exception {
        try (LiveSource live = LiveSource.open()) {
            live.source().watchDns(true);
            live.source().watchDns(false);
            int before = descriptors();

            for (int i = 0; i < 20; i++) {
                live.source().watchDns(true);
                live.source().watchDns(false);
            }

            assertThat(descriptors()).isLessThanOrEqualTo(before);
        }
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void aProcessThatIsKilledLeavesNothingAttached() throws Exception {
        long before = attached();
        Process holder = DnsHolder.start();
        try (BufferedReader answers = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(answers.readLine()).isEqualTo("watching");
            assertThat(attached()).isEqualTo(before + 2);
        } finally {
            holder.destroyForcibly().waitFor();
        }

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> attached() == before);
    }

    @Test
    void saysWhichCapabilityIsMissingAndTellsConnectionsAllTheSame() throws Exception {
        Process holder = DnsHolder.start("setpriv", "--bounding-set", "-all,+bpf,+perfmon", "--inh-caps", "-all");
        try (BufferedReader answers = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(answers.readLine())
                    .isEqualTo(
                            "NO_PRIVILEGE Attaching BPF program dns_sent to a cgroup needs CAP_NET_ADMIN: give the agent that"
                                    + " capability (in a cluster: agent.securityProfile=privileged).");

            traffic.makePairs("127.0.0.1", 5);
            holder.getOutputStream().write('\n');
            holder.getOutputStream().flush();

            String connections = answers.readLine();
            assertThat(Integer.parseInt(connections.replace("connections ", "")))
                    .isGreaterThanOrEqualTo(5 * EVENTS_PER_PAIR);
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsAskedWhileTheReaderStandsStillTakesNoRoomFromConnections() throws Exception {
        int asked = 1500;
        int pairs = 90; // a quarter of this ring holds them, and not the questions
        try (LiveSource live = LiveSource.open(256 << 10)) {
            live.source().watchDns(true);
            traffic.ask("ask " + asked + " " + QUESTION);
            traffic.makePairs("127.0.0.1", pairs);

            int told = live.dns(e -> e.cgroup() == cgroup.id()).size();
            int connections = live.seen(e -> e.tgid() == traffic.pid() && e.kind() != EventKind.OPEN)
                    .size();

            CgroupCounters lost = counters(live);
            assertThat(connections).isEqualTo(pairs * EVENTS_PER_PAIR);
            assertThat(lost.throttled() + lost.ringFull()).isZero();
            assertThat(told).isBetween(1, (256 << 10) / 4 / 256 + 1);
            assertThat(told + lost.dnsLost()).as("each is told or counted").isEqualTo(asked);
            assertThat(live.source().counts().dnsLost()).isGreaterThanOrEqualTo(lost.dnsLost());
        }
    }

    @Test
    void moreThanItsLimitWithinASecondIsCountedForItsCgroup() throws Exception {
        int asked = 20_000;
        int perSecond = 2000; // DNS_PER_SECOND of dns.h
        try (LiveSource live = LiveSource.open(16 << 20);
                Cgroup quietGroup = Cgroup.create();
                Traffic quiet = Traffic.start(namespace, quietGroup)) {
            live.source().watchDns(true);
            quiet.ask("dial 127.0.0.1 53");
            long began = System.nanoTime();
            traffic.begin("ask " + asked + " " + QUESTION);
            quiet.ask("write client " + QUESTION);
            while (!traffic.hasAnswered()) {
                live.drain();
                live.source().await(5);
            }
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;

            List<SeenDns> told = live.dns(e -> e.cgroup() == cgroup.id());

            assertThat(told.size()).isBetween(perSecond, (int) (seconds * perSecond));
            assertThat(told.size() + counters(live).dnsLost()).isEqualTo(asked);
            assertThat(live.awaitDns(1, quietGroup)).hasSize(1);
        }
    }

    private CgroupCounters counters(LiveSource live) {
        return live.source().maps().cgroups().stream()
                .filter(c -> c.cgroup() == cgroup.id())
                .findFirst()
                .orElseThrow();
    }

    /** Programs of these names at the root of the hierarchy, whoever's. */
    private static long attached() {
        Path root = CgroupMounts.hierarchyRoot(Path.of("/proc"));
        return Command.run("bpftool", "cgroup", "show", root.toString())
                .lines()
                .filter(line -> line.contains("dns_sent") || line.contains("dns_received"))
                .count();
    }
}
