package io.netwatch.agent.kernel;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.kernel.PolledConnection.Change;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.FailureReason;
import io.netwatch.agent.libbpf.Wakeup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Events made by polling {@code /proc/<pid>/net/tcp} and {@code tcp6}: no BPF, and no privilege but to read /proc. What
 * another user's processes hold is seen without privilege too, without its owner. Every event is marked as polled:
 *
 * <ul>
 *   <li>Its time, and {@code opened}, is the poll's that met it; so a connect seems to be answered at once.
 *   <li>What comes and goes between two polls is not seen. A connect that was answered and closed between them looks
 *       like one that failed; why one failed is not known (error 0). Bytes, round trip and retransmits are 0.
 *   <li>A connection whose local port someone listens on is inbound, any other outbound.
 *   <li>Of a network namespace without a process nothing is seen.
 * </ul>
 *
 * <p>A file that vanishes during a poll is skipped; nothing that /proc holds makes it fail. A poll runs on the caller's
 * thread, and {@link #close} waits for it.
 */
public final class ProcfsSource implements EventSource {
    private final Duration interval;
    private final List<Attachment.Refusal> refused;
    private final EventDecoder decoder;
    private final LongSupplier bootNanos;
    private final Wakeup wakeup;
    private final PolledRecords records;
    private final PolledConnections connections;
    private final ProcfsPoll poll;
    private long polled;
    private long nextPoll = Long.MIN_VALUE;
    private long seen;

    /** As the other, with room for {@link AgentConfig#DEFAULT_CONNECTIONS}. */
    public ProcfsSource(
            Path procRoot,
            EventDecoder decoder,
            LongSupplier bootNanos,
            Duration interval,
            List<Attachment.Refusal> refused)
            throws BpfException {
        this(procRoot, decoder, bootNanos, interval, AgentConfig.DEFAULT_CONNECTIONS, refused);
    }

    /**
     * Fails when there is no such folder; the first poll is made by {@link #drain}.
     *
     * @param procRoot where procfs is mounted
     * @param bootNanos CLOCK_BOOTTIME, ns
     * @param interval from the end of a poll to the next
     * @param capacity connections remembered at once, at least 1; those without room are left out and counted
     * @param refused what would have been better, and why it failed
     */
    public ProcfsSource(
            Path procRoot,
            EventDecoder decoder,
            LongSupplier bootNanos,
            Duration interval,
            int capacity,
            List<Attachment.Refusal> refused)
            throws BpfException {
        if (!Files.isDirectory(procRoot)) {
            throw new BpfException(
                    FailureReason.IO, "Could not read " + procRoot + ": mount the proc file system there.", "");
        }
        this.interval = interval;
        this.refused = List.copyOf(refused);
        this.decoder = decoder;
        this.bootNanos = bootNanos;
        this.wakeup = new Wakeup();
        this.records = new PolledRecords(decoder);
        this.connections = new PolledConnections(capacity);
        this.poll = new ProcfsPoll(procRoot);
    }

    @Override
    public Attachment attachment() {
        return new Attachment(
                AttachMode.PROCFS,
                "polling /proc/<pid>/net/tcp and tcp6 every " + interval.toMillis() + " ms",
                refused);
    }

    /** Polls when it is time and all of the last poll is handed over. The limit holds, names of cgroups included. */
    @Override
    public int drain(int limit) {
        if (connections.changes().isEmpty() && bootNanos.getAsLong() >= nextPoll) {
            polled = bootNanos.getAsLong();
            poll.run(connections, polled);
            nextPoll = bootNanos.getAsLong() + interval.toNanos();
        }
        return handOver(limit);
    }

    private int handOver(int limit) {
        Queue<Change> changes = connections.changes();
        int handed = 0;
        for (; handed < limit && !changes.isEmpty(); handed++) {
            if (!records.announce(changes.element().connection(), polled)) {
                records.send(changes.remove(), polled);
                seen++;
            }
        }
        return handed;
    }

    @Override
    public void await(int millis) {
        wakeup.await(millis);
    }

    /** Ends also when it is time for the next poll. */
    @Override
    public void sleep(int millis) {
        long remaining = nextPoll - Math.min(nextPoll, bootNanos.getAsLong());
        if (connections.changes().isEmpty() && remaining > 0) {
            // rounded up, so that it is time when the wait is over
            wakeup.await((int) Math.min(millis, TimeUnit.NANOSECONDS.toMillis(remaining) + 1));
        }
    }

    @Override
    public void wake() {
        wakeup.signal();
    }

    /** Hands over what is left of the last poll, then every connection as that poll found it; polls nothing. */
    @Override
    public void readOpen() {
        handOver(Integer.MAX_VALUE);
        long now = bootNanos.getAsLong();
        for (PolledConnection connection : connections.open()) {
            records.announce(connection, now);
            records.send(connection.asOpen(), now);
        }
    }

    /** Does nothing: a poll meets all connections. */
    @Override
    public void findOpen() {}

    /** Always fails when it is wanted. */
    @Override
    public void watchDns(boolean wanted) throws BpfException {
        if (!wanted) {
            return;
        }
        if (refused.isEmpty()) {
            throw new BpfException(
                    FailureReason.ATTACH_REFUSED,
                    "DNS can't be seen by polling /proc: let the agent use BPF, with --attach auto or tracepoint.",
                    "");
        }
        Attachment.Refusal first = refused.get(0);
        throw new BpfException(
                first.reason(), "DNS can't be seen by polling /proc, and BPF can't be used: " + first.sentence(), "");
    }

    @Override
    public Optional<StateCounts> states() {
        return Optional.empty();
    }

    @Override
    public Optional<KernelMaps> kernelMaps() {
        return Optional.empty();
    }

    /**
     * {@code seen} counts connection events that {@link #drain} handed over; {@code malformed} also lines of the tables
     * that are no rows; {@code skipped} rows without room among the connections, and namespaces and polls that could
     * not be read. The last two count anew in each poll what they meet again. Everything else is 0.
     */
    /** It polls: nothing waits for it to read. */
    @Override
    public long longestPauseNanos() {
        return 0;
    }

    @Override
    public SourceCounts counts() {
        return new SourceCounts(
                seen, 0, 0, 0, 0, 0, 0, 0, connections.skipped(), poll.malformed() + decoder.malformed(), 0, 0);
    }

    @Override
    public void close() {
        records.close();
        wakeup.close();
    }
}
