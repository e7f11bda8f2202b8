package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.kernel.Attachment;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.kernel.ProcfsSource;
import io.netwatch.agent.kernel.Settings;
import io.netwatch.agent.kernel.SourceOpener;
import io.netwatch.agent.libbpf.BootTime;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.FailureReason;
import io.netwatch.agent.policy.Selections;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.track.WaitingRoom;
import io.netwatch.agent.view.Alerts;
import io.netwatch.agent.view.Changes;
import io.netwatch.agent.view.Connections;
import io.netwatch.agent.view.Counters;
import io.netwatch.agent.view.EventRate;
import io.netwatch.agent.view.Policies;
import io.netwatch.agent.view.Strain;
import io.netwatch.agent.view.Uploads;
import io.netwatch.bpf.BpfObjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The way of a connection from the kernel to the views, and the one thread that carries it. Closing detaches all. */
final class Pipeline implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");
    private static final int CGROUPS = 8192;
    private static final Duration KEEP_ENDED = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Attachment attachment;
    private final ClusterLink cluster;
    private final Strain strain;

    private Pipeline(EventLoop loop, Attachment attachment, ClusterLink cluster, Strain strain) {
        this.loop = loop;
        this.attachment = attachment;
        this.cluster = cluster;
        this.strain = strain;
    }

    /** Puts the stages together, in the order in which the data flows, and attaches; {@link #start} lets it flow. */
    static Pipeline open(AgentConfig config) throws BpfException {
        BootClock clock = new BootClock(Clock.systemUTC(), BootTime::nanos);
        Directory directory = config.cluster().isPresent()
                ? new Directory(config.cluster().node(), CGROUPS, clock)
                : new Directory(false, CGROUPS, clock);
        ClusterLink cluster = ClusterLink.of(config, directory, clock);
        Selections selections = cluster.selections();
        DnsMessages dns = new DnsMessages(selections);
        ConnectionTable table =
                new ConnectionTable(config.maxConnections(), KEEP_ENDED.toNanos(), clock, directory, selections, dns);
        EventTracker tracker = new EventTracker(directory, table, new WaitingRoom(table, clock), dns);
        EventDecoder decoder = new EventDecoder(tracker);
        Settings settings = new Settings(config.ringBytes(), config.maxConnections(), CgroupVersion.isV1Only(PROC));
        EventSource source = new SourceOpener(
                        () -> image(config.bpfObject()),
                        settings,
                        decoder,
                        refused -> new ProcfsSource(
                                PROC, decoder, BootTime::nanos, POLL, config.maxConnections(), refused))
                .open(config.attach());
        EventLoop loop = new EventLoop(
                source, directory, table, tracker, (int) config.drainInterval().toMillis());
        cluster.connect(source, table, loop);
        return new Pipeline(loop, source.attachment(), cluster, strain(source, directory, cluster, dns));
    }

    private static Strain strain(EventSource source, Directory directory, ClusterLink cluster, DnsMessages dns) {
        return new Strain() {
            @Override
            public long longestPauseNanos() {
                return source.longestPauseNanos();
            }

            @Override
            public long namesForgotten() {
                return directory.forgottenEarly();
            }

            @Override
            public long backendsNotAsked() {
                return cluster.backendsNotAsked();
            }

            @Override
            public long dnsUnread() {
                return dns.unread();
            }
        };
    }

    private static byte[] image(Optional<Path> file) throws BpfException {
        try {
            return file.isPresent() ? Files.readAllBytes(file.get()) : BpfObjectFile.read();
        } catch (IOException e) {
            throw new BpfException(
                    FailureReason.OBJECT_MISSING,
                    file.map(path -> "The BPF object " + path
                                    + " can't be read: name another with --bpf-object, or leave" + " the flag out.")
                            .orElse("This build has no BPF object: build it again with ./netwatch build."),
                    e.toString());
        }
    }

    /** What happened since {@link #open} comes first. */
    void start() throws Refusal {
        loop.start();
        cluster.start();
    }

    /** Changes, with the connections that were open before first. To be called before {@link #start}. */
    Changes changesFromStart() {
        return loop::subscribeFromStart;
    }

    Connections connections() {
        return loop;
    }

    Changes changes() {
        return loop;
    }

    Counters counters() {
        return loop;
    }

    EventRate rate() {
        return loop.rate();
    }

    Policies policies() {
        return cluster;
    }

    Uploads uploads() {
        return cluster.uploads();
    }

    Alerts alerts() {
        return cluster.alerts();
    }

    Strain strain() {
        return strain;
    }

    Attachment attachment() {
        return attachment;
    }

    /** Whether the thread that reads events is running. */
    boolean isReading() {
        return loop.isRunning();
    }

    @Override
    public void close() {
        cluster.close();
        loop.close();
    }
}
