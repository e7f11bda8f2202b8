package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the kernel counts, after connections of which everything is known. It counts for the whole machine: whatever else connects there
 * meanwhile has to be over, too, so each count is waited for.
 */
@RequiresKernelEvents
class SocketStatesTest {
    private static final Duration OTHERS_ARE_QUIET = Duration.ofSeconds(30);
    private static final Pattern TW = Pattern.compile("(?m)^TCP: .* tw (\\d+) ");

    private LiveSource live;
    private Namespace namespace;
    private Traffic traffic;
    private StateCounts before;

    @BeforeEach
    void start() throws Exception {
        live = LiveSource.open();
        namespace = Namespace.create();
        traffic = Traffic.start(namespace);
        before = live.states();
    }

    @AfterEach
    void stop() {
        traffic.close();
        namespace.close();
        live.close();
    }

    private void awaitSinceStart(int established, int closeWait) {
        Awaitility.await().atMost(OTHERS_ARE_QUIET).untilAsserted(() -> {
            StateCounts now = live.states();
            assertThat(now.established() - before.established()).isEqualTo(established);
            assertThat(now.closeWait() - before.closeWait()).isEqualTo(closeWait);
        });
    }

    private void connect(String address) {
        traffic.ask("connect " + address + " " + traffic.askNumber("listen " + address));
        traffic.ask("accept");
    }

    @Test
    void countsBothEndsFromTheHandshakeToTheLastClose() {
        connect("127.0.0.1");
        awaitSinceStart(2, 0);

        traffic.ask("close client");
        awaitSinceStart(0, 1);

        traffic.ask("close server");
        awaitSinceStart(0, 0);
    }

    @Test
    void countsIpv6AndWhatIsReset() {
        connect("::1");
        awaitSinceStart(2, 0);

        traffic.ask("reset server");
        awaitSinceStart(0, 0);
    }

    @Test
    void countsNeitherAListenerNorARefusedConnect() {
        traffic.ask("listen 127.0.0.1");
        traffic.ask("connect 127.0.0.1 1");

        awaitSinceStart(0, 0);
    }

    @Test
    void losesNoneOfThousands() {
        connect("127.0.0.1");
        awaitSinceStart(2, 0);
        traffic.ask("pairs 127.0.0.1 2000");
        traffic.ask("pairs ::1 2000");

        awaitSinceStart(2, 0);
    }

    @Test
    void countsWhatAPolicyIgnores() throws Exception {
        try (Cgroup cgroup = Cgroup.create();
                Traffic ignored = Traffic.start(namespace, cgroup)) {
            live.source().maps().setVerdict(cgroup.id(), Verdict.IGNORE);
            ignored.ask("connect 127.0.0.1 " + ignored.askNumber("listen 127.0.0.1"));

            awaitSinceStart(2, 0);
        }
    }

    @Test
    void addsUpTimeWaitOfEveryNamespace() {
        traffic.makePairs("127.0.0.1", 7);
        traffic.makePairs("::1", 5);

        assertThat(timeWaitIn(Path.of("/proc/" + traffic.pid()))).isEqualTo(12);
        Awaitility.await()
                .atMost(OTHERS_ARE_QUIET)
                .untilAsserted(() -> assertThat(live.states().timeWait()).isEqualTo(timeWaitOfAll()));
    }

    /** As every namespace that a process is in says of itself. */
    private static long timeWaitOfAll() {
        Set<Object> seen = new HashSet<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> seen.add(key(process.resolve("net/sockstat"))))
                    .mapToLong(SocketStatesTest::timeWaitIn)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long timeWaitIn(Path process) {
        try {
            Matcher line = TW.matcher(Files.readString(process.resolve("net/sockstat")));
            assertThat(line.find()).isTrue();
            return Long.parseLong(line.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
