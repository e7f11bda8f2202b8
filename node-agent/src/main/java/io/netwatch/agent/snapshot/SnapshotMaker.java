package io.netwatch.agent.snapshot;

import io.netwatch.agent.collect.TcpStates;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.policy.Told;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.api.policy.SnapshotSettings;
import io.netwatch.api.snapshot.Completeness;
import io.netwatch.api.snapshot.Snapshot;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the snapshots of one policy. Used by one thread, which asks the thread of events for what is there; a snapshot is about the time
 * from the one before.
 */
public final class SnapshotMaker implements AutoCloseable {
    private final EventsThread events;
    private final BootClock clock;
    private final HostPart host;
    private final Gathering gathering;
    private final ActiveConnections connections;
    private final ConnectionForm form;
    private final Supplier<Told> told;
    private long since;
    private Told before;

    /**
     * @param policy whose connections; null for all that are kept
     * @param gathering what follows the policy
     * @param told what was told and lost of it; asked on the thread of events
     */
    public SnapshotMaker(
            String policy,
            EventsThread events,
            ConnectionTable table,
            BootClock clock,
            SnapshotSettings settings,
            HostPart host,
            Gathering gathering,
            Supplier<Told> told) {
        this.events = events;
        this.clock = clock;
        this.host = host;
        this.gathering = gathering;
        this.connections = new ActiveConnections(events, table, policy, settings.topConnections());
        this.form = new ConnectionForm(clock);
        this.told = told;
        this.since = clock.bootNanos();
        this.before = events.ask(told);
    }

    /**
     * Makes one, which takes as long as the host's files take to read, and some milliseconds for 10,000 connections. Each of its connections is
     * made as it is read, which only the consumer can do, before it returns.
     */
    public void make(Instant timestamp, Consumer<Snapshot> to) {
        try {
            to.accept(gather(timestamp));
        } finally {
            connections.forget();
        }
    }

    private Snapshot gather(Instant timestamp) {
        long began = clock.bootNanos();
        events.readNow();
        ActiveConnections.Picked picked = connections.since(since);
        Told now = events.ask(told);
        long nanos = began - since;
        Completeness completeness = new Completeness(
                now.events() - before.events(),
                now.lost() - before.lost(),
                now.notKept() - before.notKept(),
                picked.unnamed(),
                TimeUnit.NANOSECONDS.toMillis(nanos));
        since = began;
        before = now;
        TcpStates.Counts states = host.states();
        Gathering.Gathered gathered = events.ask(() -> gathering.take(picked.openByProcess()));
        return new Snapshot(
                timestamp.toString(),
                host.interfaces(),
                host.health(),
                states == null ? null : states.established(),
                host.system(),
                host.usage(),
                host.io(),
                states == null ? null : states.timeWait(),
                states == null ? null : states.closeWait(),
                gathered.processes(),
                form.of(picked.top(), picked.copies()),
                gathered.alerts(),
                gathered.dns(),
                completeness);
    }

    @Override
    public void close() {
        connections.close();
    }
}
