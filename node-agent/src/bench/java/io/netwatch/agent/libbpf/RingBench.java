package io.netwatch.agent.libbpf;

import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.kernel.RingReader;
import java.util.Arrays;
import java.util.Locale;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.Out;

/**
 * Reads one ring in turn with the agent's reader and with ring.c, the same records and the same decode, and prints the
 * median nanoseconds a record of each. Ends with code 1 when the two did not read the same. Arguments: ring.c's library,
 * the BPF object. In this package for its constructors.
 */
public final class RingBench {
    private static final int RING_BYTES = 4 << 20;
    private static final int RECORDS = 24_576;
    private static final int WARM_UP = 200;
    private static final int ROUNDS = 400;

    /** The functions of ring.c. */
    public interface Baseline {
        int bench_ring_open(String objectFile);

        void bench_ring_fill(int count);

        long bench_ring_drain(@Out Pointer found);
    }

    /** Takes in every field, as on_record of ring.c does. */
    private static final class Checksum implements EventHandler {
        private final long[] kinds = new long[8];
        private long sum;

        @Override
        public void onConnection(ConnectionEvent e) {
            kinds[e.kind().code()]++;
            // the sum of a record's fields first: only one multiplication and addition wait for the record before it
            long fields = e.tcpState().code() + e.direction().ordinal() + e.flags() + e.error() + e.family();
            long ends = e.sport() + e.dport() + e.netns() + word(e, 104) + word(e, 112) + word(e, 120) + word(e, 128);
            long times = e.time() + e.id() + e.opened() + e.cgroup();
            long owner = Integer.toUnsignedLong(e.tgid()) + Integer.toUnsignedLong(e.pid())
                    + Integer.toUnsignedLong(e.uid()) + word(e, 88) + word(e, 96);
            long traffic = Integer.toUnsignedLong(e.rttMicros()) + e.rxBytes() + e.txBytes()
                    + Integer.toUnsignedLong(e.retransmits());
            sum = sum * 31 + (fields + ends + times + owner + traffic);
        }

        @Override
        public void onCgroup(CgroupEvent event) {
            kinds[6]++;
        }

        private static long word(ConnectionEvent event, int offset) {
            return NativeMemory.getLong(event.address() + offset);
        }

        void clear() {
            sum = 0;
            Arrays.fill(kinds, 0);
        }
    }

    private final Baseline baseline;
    private final RingMapping ring;
    private final EventDecoder decoder;
    private final Checksum checksum = new Checksum();
    private final Pointer found = Memory.allocateDirect(Native.runtime(), 80, true);

    private RingBench(Baseline baseline, String objectFile) throws BpfException {
        this.baseline = baseline;
        int descriptor = baseline.bench_ring_open(objectFile);
        this.decoder = new EventDecoder(checksum);
        this.ring = new RingMapping(new BpfMap(Native.bpf(), descriptor, "events"), RING_BYTES);
    }

    public static void main(String... args) throws BpfException {
        RingBench bench = new RingBench(LibraryLoader.create(Baseline.class).load(args[0]), args[1]);
        double[] java = new double[ROUNDS];
        double[] c = new double[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            int round = Math.max(i, 0);
            if (i % 2 == 0) {
                java[round] = bench.java();
                c[round] = bench.c();
            } else {
                c[round] = bench.c();
                java[round] = bench.java();
            }
            bench.compare();
        }
        System.out.printf(Locale.ROOT, "java_ns_per_record %.2f%nc_ns_per_record %.2f%n", median(java), median(c));
    }

    private double java() {
        baseline.bench_ring_fill(RECORDS);
        checksum.clear();
        RingReader reader = new RingReader(ring, decoder); // it keeps the position, which ring.c has moved on
        long began = System.nanoTime();
        int records = reader.drain(Integer.MAX_VALUE);
        long took = System.nanoTime() - began;
        require(records == RECORDS && decoder.malformed() == 0, "the agent's reader read " + records + " records");
        return (double) took / RECORDS;
    }

    private double c() {
        baseline.bench_ring_fill(RECORDS);
        return (double) baseline.bench_ring_drain(found) / RECORDS;
    }

    /** The struct found of ring.c: checksum, kinds[8], malformed. */
    private void compare() {
        require(found.getLong(0) == checksum.sum, "the checksums differ");
        require(found.getLong(72) == 0, "ring.c met malformed records");
        for (int kind = 0; kind < 8; kind++) {
            require(found.getLong(8 + 8 * kind) == checksum.kinds[kind], "counts of kind " + kind + " differ");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            System.err.println("bench: " + otherwise);
            System.exit(1);
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
