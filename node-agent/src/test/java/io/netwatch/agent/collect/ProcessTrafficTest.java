package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.api.snapshot.ProcessBandwidth;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessTrafficTest {
    private static final long SECOND = 1_000_000_000L;

    private final long memory = NativeMemory.allocate(ConnectionEvent.BYTES);
    private final ProcessTraffic traffic = new ProcessTraffic(3);

    @AfterEach
    void free() {
        NativeMemory.free(memory);
    }

    private ConnectionEvent event(int tgid, int pid, String comm) {
        new ConnectionEventEncoder()
                .begin(memory, EventKind.OPEN, TcpState.ESTABLISHED, Direction.OUTBOUND)
                .owner(tgid, pid, 0, comm);
        return new ConnectionEvent().wrap(memory);
    }

    private void open(int tgid, String comm) {
        traffic.onOpened(tgid, event(tgid, tgid, comm));
    }

    private void carry(int tgid, String comm, long rx, long tx) {
        traffic.onTraffic(tgid, event(tgid, tgid, comm), rx, tx);
    }

    @Test
    void sumsWhatAProcessCarried() {
        open(7, "nginx");
        open(7, "nginx");
        carry(7, "nginx", 100, 20);
        assertThat(traffic.read(SECOND, 10)).containsExactly(new ProcessBandwidth("nginx", 7, 100, 20, 0, 0, 2));
        carry(7, "nginx", 300, 0);
        carry(7, "nginx", 0, 50);
        traffic.onClosed(7);

        assertThat(traffic.read(3 * SECOND, 10)).containsExactly(new ProcessBandwidth("nginx", 7, 400, 70, 150, 25, 1));
    }

    @Test
    void showsTheBusiestFirstAndNoMoreThanAsked() {
        open(1, "idle");
        carry(2, "some", 10, 0);
        carry(3, "most", 5, 20);

        assertThat(traffic.read(SECOND, 2))
                .extracting(ProcessBandwidth::processName)
                .containsExactly("most", "some");
        carry(1, "idle", 1, 0);
        assertThat(traffic.read(2 * SECOND, 9))
                .extracting(ProcessBandwidth::processName)
                .containsExactly("idle");
    }

    @Test
    void tellsWhatCameAfterTheLastConnectionEnded() {
        open(1, "curl");
        traffic.read(SECOND, 9);
        traffic.onClosed(1);
        carry(1, "curl", 8, 0);

        assertThat(traffic.read(2 * SECOND, 9)).containsExactly(new ProcessBandwidth("curl", 1, 8, 0, 8, 0, 0));
    }

    @Test
    void forgetsAProcessAMinuteAfterItsLastConnection() {
        open(1, "curl");
        carry(1, "curl", 8, 0);
        traffic.onClosed(1);
        open(2, "stays");
        traffic.read(SECOND, 9);
        traffic.read(61 * SECOND, 9);
        assertThat(traffic.size()).isEqualTo(2);

        traffic.read(62 * SECOND, 9);

        assertThat(traffic.size()).isEqualTo(1);
        open(1, "curl");
        assertThat(traffic.read(63 * SECOND, 9))
                .contains(new ProcessBandwidth("curl", 1, 0, 0, 0, 0, 1))
                .extracting(ProcessBandwidth::processName)
                .contains("stays");
    }

    @Test
    void beginsAnewWhenAnotherProgramHasTheNumber() {
        open(1, "sh");
        carry(1, "sh", 8, 0);
        traffic.onClosed(1);
        traffic.read(SECOND, 9);
        open(1, "curl");
        carry(1, "curl", 1, 0);

        assertThat(traffic.read(2 * SECOND, 9)).containsExactly(new ProcessBandwidth("curl", 1, 1, 0, 1, 0, 1));
    }

    @Test
    void isNotMisledByTheNamesOfThreads() {
        traffic.onOpened(1, event(1, 10, "pool-1"));
        traffic.onTraffic(1, event(1, 10, "pool-1"), 8, 0);
        traffic.onClosed(1);
        traffic.onOpened(1, event(1, 11, "pool-2"));
        traffic.onTraffic(1, event(1, 11, "pool-2"), 8, 0);
        assertThat(traffic.read(SECOND, 9)).containsExactly(new ProcessBandwidth("pool-1", 1, 16, 0, 0, 0, 1));

        traffic.onTraffic(1, event(1, 1, "java"), 1, 0);

        assertThat(traffic.read(2 * SECOND, 9)).containsExactly(new ProcessBandwidth("java", 1, 17, 0, 1, 0, 1));
    }

    @Test
    void givesUpWhoHadNoConnectionForLongest() {
        carry(1, "a", 10, 1);
        carry(2, "b", 20, 2);
        open(3, "c");
        traffic.read(SECOND, 9);
        carry(2, "b", 5, 0);
        carry(1, "a", 1, 0);

        open(4, "d");

        assertThat(traffic.folded()).isEqualTo(1);
        assertThat(traffic.read(2 * SECOND, 9))
                .contains(new ProcessBandwidth("b", 2, 25, 2, 5, 0, 0))
                .endsWith(new ProcessBandwidth(ProcessTraffic.OTHERS, null, 11, 1, 1, 0, 0));
    }

    @Test
    void foldsWhatThereIsNoRoomFor() {
        open(1, "a");
        open(2, "b");
        open(3, "c");

        open(4, "d");
        carry(4, "d", 7, 0);
        traffic.onClosed(4);

        assertThat(traffic.size()).isEqualTo(3);
        assertThat(traffic.read(SECOND, 1))
                .containsExactly(
                        new ProcessBandwidth("a", 1, 0, 0, 0, 0, 1),
                        new ProcessBandwidth(ProcessTraffic.OTHERS, null, 7, 0, 0, 0, 0));
        assertThat(traffic.folded()).isEqualTo(2);
    }

    @Test
    void knowsNoNumberOfAProcessThatIsUnknown() {
        carry(0, "x", 3, 0);
        carry(0, "y", 4, 0);

        assertThat(traffic.read(SECOND, 9)).containsExactly(new ProcessBandwidth("(unknown)", null, 7, 0, 0, 0, 0));
    }

    @Test
    void allocatesNothingForAProcessThatItKnows() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        ConnectionEvent e = event(1, 1, "nginx");
        traffic.onTraffic(1, e, 1, 1);
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);

        for (int i = 0; i < 100_000; i++) {
            traffic.onOpened(1, e);
            traffic.onTraffic(1, e, 1, 1);
            traffic.onClosed(1);
        }

        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(10_000);
    }

    @Test
    void losesNoByteWhateverComesAndGoes() {
        ProcessTraffic many = new ProcessTraffic(50);
        Random random = new Random(5);
        long rx = 0;
        long tx = 0;
        for (int i = 0; i < 100_000; i++) {
            int tgid = 1 + random.nextInt(200);
            int in = random.nextInt(1000);
            int out = random.nextInt(1000);
            switch (random.nextInt(4)) {
                case 0 -> many.onOpened(tgid, event(tgid, tgid, "p" + tgid));
                case 1, 2 -> many.onClosed(tgid);
                default -> {
                    many.onTraffic(tgid, event(tgid, tgid, "p" + tgid), in, out);
                    rx += in;
                    tx += out;
                }
            }
            assertThat(many.size()).isLessThanOrEqualTo(50);
        }

        // none is hidden: whoever carried anything since the first read, which there was not
        var all = many.read(SECOND, 1000);

        assertThat(all.stream().mapToLong(ProcessBandwidth::rxBytes).sum()).isEqualTo(rx);
        assertThat(all.stream().mapToLong(ProcessBandwidth::txBytes).sum()).isEqualTo(tx);
    }
}
