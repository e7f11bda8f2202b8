package io.netwatch.agent.run;

import io.netwatch.agent.view.Uploads;
import io.netwatch.api.node.PolicyReport.Upload;
import io.netwatch.api.policy.SnapshotInterval;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The thread {@code snapshots}: looks once a second at what is ordered, begins and ends shipments, and makes their snapshots when they
 * are due. A fault of one shipment is no other's.
 */
final class Shipping implements Uploads, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Shipping.class);
    /** State of an upload, beside those of UploadStatus. */
    private static final String UNUSABLE = "SpoolUnusable";

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Orders orders;
    private final Depot depot;
    private final Consumer<Duration> longestInterval;
    private final Stamps stamps = new Stamps(Clock.systemUTC());
    private final Thread thread = new Thread(this::run, "snapshots");
    private final Map<String, Shipment> shipments = new HashMap<>();
    private final AtomicLong made = new AtomicLong();
    private volatile List<Shipment> current = List.of();
    private volatile Set<String> known;
    private String complaint = "";

    /** Begins shipments. */
    interface Depot {
        /** Throws when it can't be begun now. */
        Shipment begin(Order order) throws IOException;

        /** What waits for any other policy is forgotten. */
        void keepOnly(Set<String> policies);
    }

    /** @param longestInterval is told of the longest time between two snapshots whenever that changes */
    Shipping(Orders orders, Depot depot, Consumer<Duration> longestInterval) {
        this.orders = orders;
        this.depot = depot;
        this.longestInterval = longestInterval;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** These policies, and no others, are there: what waits for one that is gone need wait no more. From any thread. */
    void onPolicies(Set<String> uids) {
        known = uids;
    }

    private void run() {
        try {
            while (true) {
                long began = System.nanoTime();
                look();
                makeDue();
                long next = current.stream().mapToLong(Shipment::dueNanos).min().orElse(Long.MAX_VALUE);
                long pause = Math.min(next - System.nanoTime(), LOOK_NANOS - (System.nanoTime() - began));
                TimeUnit.NANOSECONDS.sleep(Math.max(pause, 0));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException | Error e) {
            LOG.error("the thread that makes snapshots has failed; restart the agent", e);
        }
    }

    private void look() {
        try {
            follow(orders.now());
            complaint = "";
        } catch (IOException e) {
            if (!e.toString().equals(complaint)) {
                complaint = e.toString();
                LOG.warnf("What is to be sent stays as it was: %s", complaint);
            }
        }
        if (known != null) {
            depot.keepOnly(known);
            known = null;
        }
        for (Shipment shipment : current) {
            shipment.order().work().setUpload(shipment.report());
        }
    }

    private void follow(List<Order> wanted) throws IOException {
        boolean changed = false;
        Map<String, Order> byId = new HashMap<>();
        wanted.forEach(order -> byId.put(order.work().uid(), order));
        for (Shipment shipment : current) {
            if (!shipment.order().equals(byId.get(shipment.order().work().uid()))) {
                shipments.remove(shipment.order().work().uid()).close();
                changed = true;
            }
        }
        IOException refusal = null;
        for (Order order : wanted) {
            if (!shipments.containsKey(order.work().uid())) {
                try {
                    shipments.put(order.work().uid(), depot.begin(order));
                    changed = true;
                } catch (IOException | IllegalArgumentException e) {
                    order.work().setUpload(new Upload(UNUSABLE, e.getMessage(), null, 0, 0, 0));
                    refusal = new IOException(e.getMessage(), e);
                }
            }
        }
        if (changed) {
            current = List.copyOf(shipments.values());
            current.stream()
                    .map(shipment ->
                            SnapshotInterval.parse(shipment.order().settings().interval()))
                    .max(Comparator.naturalOrder())
                    .ifPresent(longestInterval);
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private void makeDue() {
        for (Shipment shipment : current) {
            long now = System.nanoTime();
            if (now - shipment.dueNanos() >= 0) {
                try {
                    shipment.make(stamps.next(), now);
                    made.incrementAndGet();
                } catch (IllegalStateException e) {
                    LOG.warn("a snapshot could not be made: " + e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("a snapshot could not be made", e);
                }
            }
        }
    }

    @Override
    public long made() {
        return made.get();
    }

    @Override
    public List<Uploads.Figures> figures() {
        return current.stream()
                .map(shipment -> new Uploads.Figures(shipment.order().work().uid(), shipment.status()))
                .toList();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        current.forEach(Shipment::close);
    }
}
