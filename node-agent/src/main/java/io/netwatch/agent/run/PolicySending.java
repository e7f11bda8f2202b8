package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.config.UploadConfig;
import io.netwatch.agent.detect.Detection;
import io.netwatch.agent.detect.OwnDomains;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.kernel.SourceCounts;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.policy.Followers;
import io.netwatch.agent.policy.PolicyBook;
import io.netwatch.agent.policy.Told;
import io.netwatch.agent.snapshot.Gathering;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.view.Alerts;
import io.netwatch.agent.view.Uploads;
import io.netwatch.api.identity.IdentityLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What policies of a cluster ask for beyond their connections: detectors, DNS, snapshots and where these go. Its hooks run on the thread
 * of events.
 */
final class PolicySending implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PolicySending.class);
    /** Seconds between two looks at which policies there are, for what waits to be sent. */
    private static final int FORGET = 60;
    /** Readings of open connections that come sooner are one sample. */
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AgentConfig config;
    private final Directory directory;
    private final BootClock clock;
    private final PolicyWorks works;
    private final HostId hostId;
    private PolicyBook book;
    private EventSource source;
    private EventLoop loop;
    private LocalDepot depot;
    private Shipping shipping;
    private long sampledNanos;
    private boolean isDnsWatched;
    /** Why DNS can't be seen though it is wanted; null when it can. */
    private String dnsRefusal;

    PolicySending(AgentConfig config, Directory directory, BootClock clock) {
        this.config = config;
        this.directory = directory;
        this.clock = clock;
        this.works = new PolicyWorks(gatherings(config.cluster().node()));
        this.hostId = HostId.ofNode(config.uploads().spoolFolder());
    }

    private PolicyWorks.Gatherings gatherings(String node) {
        Naming names = new Naming(node, directory, clock, pod -> book.podOf(pod));
        OwnDomains own = SearchDomains.read();
        return (spec, withProcesses, withDns) -> new Gathering(
                new Detection(spec.detectors(), own, this::isLocalPod), clock, names, withProcesses, withDns);
    }

    private boolean isLocalPod(long high, long low) {
        Party party = directory.peer(high, low, 0, clock.bootNanos()).party();
        return party.kind() == Party.Kind.POD && config.cluster().node().equals(party.node());
    }

    /** Who follows policies. */
    Followers followers() {
        return works;
    }

    /** To be called before {@link #start}. */
    void connect(PolicyBook policies, EventSource opened, ConnectionTable table, EventLoop events) {
        book = policies;
        source = opened;
        loop = events;
        loop.afterReading(this::sample);
        depot = new LocalDepot(
                config.uploads(), config.cluster().node(), hostId, loop, table, clock, source::states, this::told);
        shipping = new Shipping(orders(), depot, longest -> loop.execute(() -> table.keepEndedFor(longest)));
    }

    private Orders orders() {
        UploadConfig uploads = config.uploads();
        Orders fleet = uploads.fleet() == null
                ? List::of
                : new FleetOrders(new FleetFile(uploads.fleet()), uploads.keys(), works);
        if (uploads.otlpEndpoint().isEmpty()) {
            return fleet;
        }
        Order otlp = OtlpOrder.of(uploads.otlpEndpoint().get(), clock);
        return () -> {
            List<Order> all = new ArrayList<>(fleet.now());
            all.add(otlp);
            return all;
        };
    }

    /** {@code policy} is null for all of them. */
    private Told told(String policy) {
        if (policy != null) {
            return book.toldOf(policy);
        }
        SourceCounts counts = source.counts();
        return new Told(counts.seen(), counts.lost(), 0);
    }

    void start() {
        shipping.start();
    }

    /** The operator tells of this node, among much else. */
    void onLine(IdentityLine line) {
        IdentityLine.Node node = line.node();
        if (node != null && node.name().equals(config.cluster().node())) {
            hostId.learn(node.uid());
        }
    }

    /** To be called once a second. */
    void tick(int second) {
        watchDns();
        if (second % FORGET == 0 && book.policies() != null) {
            shipping.onPolicies(book.policies());
        }
    }

    private void sample() {
        long now = System.nanoTime();
        if (now - sampledNanos >= SAMPLE_NANOS) {
            sampledNanos = now;
            works.sample();
        }
    }

    /** What can't be had now is asked for again when no policy has wanted it for a while. */
    private void watchDns() {
        boolean wanted = works.wantDns();
        if (wanted != isDnsWatched) {
            isDnsWatched = wanted;
            dnsRefusal = null;
            try {
                source.watchDns(wanted);
            } catch (BpfException e) {
                dnsRefusal = e.getMessage();
                LOG.warnf("DNS can't be seen: %s", dnsRefusal);
            }
        }
        works.onDnsWatched(dnsRefusal);
    }

    Uploads uploads() {
        return shipping;
    }

    Alerts alerts() {
        return () -> loop.ask(works::alerts);
    }

    @Override
    public void close() {
        shipping.close();
        depot.close();
    }
}
