package io.netwatch.agent.run;

import io.netwatch.agent.collect.TcpStates;
import io.netwatch.agent.config.UploadConfig;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.kernel.StateCounts;
import io.netwatch.agent.policy.Told;
import io.netwatch.agent.send.Destination;
import io.netwatch.agent.send.FolderSink;
import io.netwatch.agent.send.Origin;
import io.netwatch.agent.send.SnapshotSink;
import io.netwatch.agent.send.Spool;
import io.netwatch.agent.send.Upload;
import io.netwatch.agent.snapshot.EventsThread;
import io.netwatch.agent.snapshot.HostPart;
import io.netwatch.agent.snapshot.SnapshotMaker;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.api.snapshot.HostInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Begins shipments with what they need of this node. The spool is opened for the first that goes over the network. Used by the thread
 * {@code snapshots}.
 */
final class LocalDepot implements Shipping.Depot, AutoCloseable {
    /** NetWatch Cloud takes ten requests a minute with one key. */
    static final Duration LEAST_PACE = Duration.ofSeconds(6);

    private final UploadConfig config;
    private final String node;
    private final HostId hostId;
    private final HostFiles files = new HostFiles();
    private final HealthWatch health = files.health();
    private final TcpStates states;
    private final EventsThread events;
    private final ConnectionTable table;
    private final BootClock clock;
    private final Function<String, Told> told;
    private ExecutorService http;
    private Spool spool;

    /**
     * @param node this node's name; null outside of a cluster
     * @param counts sockets by state, as far as the kernel counts them; asked on the thread of events
     * @param told of a policy, by its uid; asked on the thread of events
     */
    LocalDepot(
            UploadConfig config,
            String node,
            HostId hostId,
            EventsThread events,
            ConnectionTable table,
            BootClock clock,
            Supplier<Optional<StateCounts>> counts,
            Function<String, Told> told) {
        this.config = config;
        this.node = node;
        this.hostId = hostId;
        this.events = events;
        this.table = table;
        this.clock = clock;
        this.told = told;
        this.states = files.states(() -> events.ask(counts));
    }

    @Override
    public Shipment begin(Order order) throws IOException {
        String version = AgentVersion.number();
        HostPart host = files.part(order.settings().collectors(), states, health);
        Origin origin = new Origin(version, this::host, host::isWell);
        SnapshotSink sink = switch (order.kind()) {
            case CLOUD -> upload(order, origin);
            case FOLDER -> folder(order, origin);
            case OTLP -> new OtlpSink(order.endpoint(), node, origin);
        };
        SnapshotMaker maker = new SnapshotMaker(
                order.policy(),
                events,
                table,
                clock,
                order.settings(),
                host,
                order.work().gathering(),
                () -> told.apply(order.policy()));
        return new Shipment(order, maker, sink, System.nanoTime());
    }

    private SnapshotSink folder(Order order, Origin origin) {
        return new FolderSink(files.root(), order.endpoint(), origin);
    }

    private SnapshotSink upload(Order order, Origin origin) throws IOException {
        if (spool == null) {
            spool = Spool.open(config.spoolFolder(), config.spoolSize().bytes());
            http = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "http");
                thread.setDaemon(true);
                return thread;
            });
        }
        String uid = order.work().uid();
        Path key = order.keyFile();
        return new Upload(
                new Destination(
                        uid, order.endpoint(), order.caBundle(), order.proxy(), order.pace(), phase(order.pace())),
                spool.queue(uid),
                () -> Files.readString(key, StandardCharsets.UTF_8),
                origin,
                Clock.systemUTC(),
                System::nanoTime,
                new SplittableRandom(),
                http);
    }

    /** The same for this host each time, and another for others, so that they take turns. */
    private Duration phase(Duration pace) {
        String name = node == null ? String.valueOf(hostId.get()) : node;
        return pace.isZero()
                ? pace
                : Duration.ofMillis(Math.floorMod(name.hashCode() * 0x9e3779b97f4a7c15L, pace.toMillis()));
    }

    HostInfo host() {
        String id = hostId.get();
        return id == null ? null : files.facts(id, node);
    }

    @Override
    public void keepOnly(Set<String> policies) {
        if (spool != null) {
            spool.keepOnly(policies);
        }
    }

    @Override
    public void close() {
        health.close();
        if (spool != null) {
            http.shutdownNow();
            spool.close();
        }
    }
}
