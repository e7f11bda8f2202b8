package io.netwatch.agent.kernel;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Recording;
import io.netwatch.agent.testbed.Seen;
import io.netwatch.agent.testbed.SeenDns;
import io.netwatch.bpf.BpfObjectFile;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** A source on the running kernel whose events a test reads when it wants to. */
public final class LiveSource implements AutoCloseable {
    private static final int CONNECTIONS = 65_536;
    private static final long DEADLINE_NANOS = 10_000_000_000L;

    private final Recording recording = new Recording();
    private final KernelSource source;

    private LiveSource(Settings settings) throws BpfException, IOException {
        this(settings, null);
    }

    /** Events go to the handler, if there is one, and are not kept. */
    private LiveSource(Settings settings, EventHandler handler) throws BpfException, IOException {
        byte[] image = BpfObjectFile.read();
        EventDecoder decoder = new EventDecoder(handler == null ? recording : handler);
        source = (KernelSource) new SourceOpener(() -> image, settings, decoder, refused -> {
                    throw new AssertionError("kernel events are there");
                })
                .open(AttachMode.TRACEPOINT);
    }

    public static LiveSource open() throws BpfException, IOException {
        return open(4 << 20);
    }

    /** One whose events go to a handler as they are drained. */
    public static LiveSource open(EventHandler handler) throws BpfException, IOException {
        return new LiveSource(new Settings(4 << 20, CONNECTIONS, false), handler);
    }

    static LiveSource open(int ringBytes) throws BpfException, IOException {
        return new LiveSource(new Settings(ringBytes, CONNECTIONS, false));
    }

    static LiveSource openV1() throws BpfException, IOException {
        return new LiveSource(new Settings(4 << 20, CONNECTIONS, true));
    }

    KernelSource source() {
        return source;
    }

    /** How many TCP sockets of the machine are in a state. */
    public StateCounts states() {
        return source.states().orElseThrow();
    }

    /** Reads every open connection anew. */
    public void readOpen() throws BpfException {
        source.readOpen();
    }

    /** Reads all that is there. */
    public void drain() {
        while (source.drain(Integer.MAX_VALUE) > 0) {
            // until it is empty
        }
    }

    /** Events so far that match, after a drain. */
    List<Seen> seen(Predicate<Seen> wanted) {
        drain();
        return recording.seen().stream().filter(wanted).toList();
    }

    /** DNS so far that matches, after a drain. */
    List<SeenDns> dns(Predicate<SeenDns> wanted) {
        drain();
        return recording.dns().stream().filter(wanted).toList();
    }

    /** Waits for so many DNS events of a cgroup, and returns them; fails when they don't come. */
    List<SeenDns> awaitDns(int count, Cgroup cgroup) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        List<SeenDns> found = dns(e -> e.cgroup() == cgroup.id());
        while (found.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("expected " + count + " DNS events, got " + found);
            }
            source.await(10);
            found = dns(e -> e.cgroup() == cgroup.id());
        }
        return found;
    }

    /** Waits for so many events that match, and returns them; fails when they don't come. */
    List<Seen> await(int count, Predicate<Seen> wanted) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        List<Seen> found = seen(wanted);
        while (found.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("expected " + count + " events, got " + found);
            }
            source.await(10);
            found = seen(wanted);
        }
        return found;
    }

    /** Waits for the one event of this kind by this process. */
    Seen await(EventKind kind, int tgid) {
        return await(1, e -> e.kind() == kind && e.tgid() == tgid).get(0);
    }

    /** Path of a cgroup as its names came from the kernel; null when they did not. */
    String cgroupPath(long cgroup) {
        return recording.cgroupPath(cgroup);
    }

    @Override
    public void close() {
        source.close();
    }
}
