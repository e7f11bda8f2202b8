package io.netwatch.agent.collect;

import io.netwatch.agent.kernel.StateCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * TCP sockets of the machine by their state, over all network namespaces. Where the kernel counts them, the tables of {@link TcpTables} are
 * read now and then only, and in between what the kernel counted since is added to what they said; else they are read each time.
 *
 * <p>Between two readings of the tables this may be off, by a few as a rule: by connections that came or went while the tables were
 * read, by changes of state that the kernel skipped, and by sockets in a namespace without a process, which no table showed and which
 * change all the same. The next reading puts that right.
 *
 * <p>TIME_WAIT is never counted from the tables: it is what each namespace's {@code sockstat} says, and {@code ss -s}, whoever adds
 * it up. That is more than the rows of state TIME_WAIT where connections without a process wait for the peer's end: the kernel keeps
 * those in FIN_WAIT2 in the same way.
 *
 * <p>Used by one thread.
 */
public final class TcpStates {
    /** A reading takes seconds of CPU where there are a hundred namespaces: this seldom it is a small share of a core. */
    static final long READING_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** How soon they may be read again when the kernel skipped many. */
    static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Of so many sockets one may change while the tables are read, or be skipped by the kernel. */
    private static final long SHARE = 100;
    /** However few sockets there are, the kernel may skip so many changes. */
    private static final long FEW = 16;
    /** So often the tables are read at most until little changes meanwhile, if they are quickly read. */
    private static final int TRIES = 3;

    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final TcpTables tables;
    private final Kernel kernel;
    private final LongSupplier nanos;
    private StateCounts base;
    private long readNanos;

    /** Counts sockets. */
    public interface Kernel {
        /** What it has counted until now; empty when it doesn't count. */
        Optional<StateCounts> counts();
    }

    /** Sockets; IPv4 and IPv6. */
    public record Counts(int established, int timeWait, int closeWait) {}

    /**
     * @param proc where procfs is mounted, of a PID namespace that sees all
     * @param nanos as {@link System#nanoTime}
     */
    public TcpStates(Path proc, Kernel kernel, LongSupplier nanos) {
        this.tables = new TcpTables(proc);
        this.kernel = kernel;
        this.nanos = nanos;
    }

    /** Fails when processes can't be listed, as far as they are asked. */
    public Counts read() throws IOException {
        Optional<StateCounts> counted = kernel.counts();
        if (counted.isEmpty()) {
            tables.readSockets();
            return counts(tables.established(), tables.readTimeWait(), tables.closeWait());
        }
        StateCounts now = counted.get();
        if (base == null || isDue(now)) {
            now = readTables(now);
        }
        return counts(
                tables.established() + now.established() - base.established(),
                now.timeWait() < 0 ? tables.readTimeWait() : now.timeWait(),
                tables.closeWait() + now.closeWait() - base.closeWait());
    }

    private boolean isDue(StateCounts now) {
        long age = nanos.getAsLong() - readNanos;
        boolean hasSkippedMany = now.skipped() - base.skipped() > FEW + bearable();
        return age >= READING_NANOS || (hasSkippedMany && age >= PAUSE_NANOS);
    }

    /** Returns what the kernel had counted afterwards. */
    private StateCounts readTables(StateCounts counted) throws IOException {
        base = null; // until all of them are read
        long began = nanos.getAsLong();
        StateCounts before = counted;
        StateCounts after = readBeside(before);
        readNanos = nanos.getAsLong();
        for (int i = 1; i < TRIES && changes(before, after) > bearable() && readNanos - began < QUICK_NANOS; i++) {
            before = after;
            after = readBeside(before);
            readNanos = nanos.getAsLong();
        }
        base = between(before, after);
        return after;
    }

    private StateCounts readBeside(StateCounts before) throws IOException {
        tables.readSockets();
        return kernel.counts().orElse(before);
    }

    private long bearable() {
        return (tables.established() + tables.closeWait()) / SHARE;
    }

    private static long changes(StateCounts before, StateCounts after) {
        return Math.abs(after.established() - before.established()) + Math.abs(after.closeWait() - before.closeWait());
    }

    /** The tables show each connection as it is when they come to it: on the whole, as things were half way. */
    private static StateCounts between(StateCounts before, StateCounts after) {
        return new StateCounts(
                (before.established() + after.established()) / 2,
                (before.closeWait() + after.closeWait()) / 2,
                after.timeWait(),
                after.skipped());
    }

    private static Counts counts(long established, long timeWait, long closeWait) {
        return new Counts(count(established), count(timeWait), count(closeWait));
    }

    private static int count(long sockets) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, sockets));
    }
}
