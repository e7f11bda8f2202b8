package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.config.UploadConfig;
import io.netwatch.agent.detect.Detection;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.kernel.SourceCounts;
import io.netwatch.agent.policy.Everything;
import io.netwatch.agent.policy.Selection;
import io.netwatch.agent.policy.Selections;
import io.netwatch.agent.policy.Told;
import io.netwatch.agent.snapshot.Gathering;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.view.Alerts;
import io.netwatch.agent.view.Uploads;
import io.netwatch.api.node.ExitReason;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.Collector;
import io.netwatch.api.policy.SnapshotSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine that is in no cluster: all of its connections are kept, and sent where flags say. Nothing of Kubernetes is asked, nor loaded. */
final class MachineLink implements ClusterLink {
    /** Names the spool's queue, and the figures about it. */
    private static final String LOCAL = "local";

    private final AgentConfig config;
    private final BootClock clock;
    private final PolicyWork work;
    private final Selection everything;
    private EventSource source;
    private ConnectionTable table;
    private EventLoop loop;
    private LocalDepot depot;
    private Shipping shipping;

    MachineLink(AgentConfig config, Directory directory, BootClock clock) {
        this.config = config;
        this.clock = clock;
        if (config.uploads().cloud().isPresent()) {
            Naming names = new Naming("this machine", directory, clock, gone -> null);
            this.work = new PolicyWork(
                    LOCAL,
                    null,
                    new Gathering(
                            Detection.NOTHING,
                            clock,
                            names,
                            config.uploads().collectors().contains(Collector.Processes),
                            false));
            this.everything = new Everything(work);
        } else {
            this.work = null;
            this.everything = Selection.EVERYTHING;
        }
    }

    @Override
    public Selections selections() {
        return cgroup -> everything;
    }

    @Override
    public void connect(EventSource opened, ConnectionTable connections, EventLoop events) {
        source = opened;
        table = connections;
        loop = events;
    }

    @Override
    public void start() throws Refusal {
        UploadConfig uploads = config.uploads();
        if (uploads.cloud().isEmpty() && uploads.otlpEndpoint().isEmpty()) {
            return;
        }
        try {
            HostId id = HostId.ofMachine(uploads.spoolFolder());
            List<Order> orders = orders(uploads);
            depot = new LocalDepot(uploads, null, id, loop, table, clock, source::states, policy -> told());
            shipping = new Shipping(() -> orders, depot, longest -> loop.execute(() -> table.keepEndedFor(longest)));
            shipping.start();
        } catch (IOException e) {
            throw new Refusal(
                    ExitReason.STATE_FOLDER,
                    "what is needed for sending can't be read or kept (" + e
                            + "); see --spool-dir, --cloud-key and --cloud-ca");
        }
    }

    private List<Order> orders(UploadConfig uploads) throws IOException {
        List<Order> orders = new ArrayList<>();
        if (work != null) {
            String ca = uploads.caFile() == null ? null : text(uploads.caFile());
            if (uploads.keyFile() != null) {
                text(uploads.keyFile()); // said now, while somebody looks
            }
            SnapshotSettings settings = new SnapshotSettings(
                    uploads.interval().toSeconds() + "s", uploads.collectors(), uploads.connections());
            orders.add(new Order(
                    Order.kindOf(uploads.endpoint()),
                    work,
                    null,
                    uploads.endpoint(),
                    uploads.keyFile(),
                    ca,
                    uploads.proxy(),
                    LocalDepot.LEAST_PACE,
                    settings));
        }
        uploads.otlpEndpoint().ifPresent(url -> orders.add(OtlpOrder.of(url, clock)));
        return List.copyOf(orders);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private Told told() {
        SourceCounts counts = source.counts();
        return new Told(counts.seen(), counts.lost(), table.refused());
    }

    @Override
    public List<PolicyReport> reports() {
        return List.of();
    }

    @Override
    public Optional<Figures> figures() {
        return Optional.empty();
    }

    @Override
    public long backendsNotAsked() {
        return 0;
    }

    @Override
    public Uploads uploads() {
        return shipping == null ? Uploads.NONE : shipping;
    }

    @Override
    public Alerts alerts() {
        return Map::of;
    }

    @Override
    public void close() {
        if (shipping != null) {
            shipping.close();
            depot.close();
        }
    }
}
