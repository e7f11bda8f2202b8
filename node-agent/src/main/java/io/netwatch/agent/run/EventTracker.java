package io.netwatch.agent.run;

import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.kernel.Attachment;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.kernel.SourceCounts;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.ConnectionChange;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.track.WaitingRoom;
import io.netwatch.agent.view.Changes;
import io.netwatch.agent.view.Completeness;
import io.netwatch.agent.view.Loss;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where a decoded event goes: names first, then the table, then those who follow. Runs on the thread of events; without
 * followers nothing is allocated per event. Followers come and go from any thread.
 */
final class EventTracker implements EventHandler {
    private final Directory directory;
    private final ConnectionTable table;
    private final WaitingRoom waiting;
    private final DnsMessages dns;
    private final long[] seen = new long[EventKind.values().length + 1];
    private volatile List<Consumer<ConnectionChange>> followers = List.of();

    EventTracker(Directory directory, ConnectionTable table, WaitingRoom waiting, DnsMessages dns) {
        this.directory = directory;
        this.table = table;
        this.waiting = waiting;
        this.dns = dns;
    }

    @Override
    public void onCgroup(CgroupEvent event) {
        seen[EventKind.CGROUP.code()]++;
        directory.onCgroup(event);
    }

    @Override
    public void onConnection(ConnectionEvent event) {
        EventKind kind = event.kind();
        boolean changed = table.apply(event);
        if (changed) {
            seen[kind.code()]++;
        }
        if (changed && isFollowed()) {
            waiting.pass(new ConnectionChange(kind, table.toConnection(event)), this::tell);
        }
    }

    @Override
    public void onDns(DnsEvent event) {
        seen[EventKind.DNS.code()]++;
        dns.onDns(event);
    }

    /** Tells what waited for a name and has it by now, or has waited for long enough. */
    void release() {
        waiting.release(this::tell);
    }

    /** Tells of a connection whose end was found rather than told. */
    void onSwept(long id) {
        Connection connection = table.find(id);
        if (connection != null && isFollowed()) {
            waiting.pass(new ConnectionChange(EventKind.CLOSE, connection), this::tell);
        }
    }

    private void tell(ConnectionChange change) {
        for (Consumer<ConnectionChange> follower : followers) {
            follower.accept(change);
        }
    }

    boolean isFollowed() {
        return !followers.isEmpty();
    }

    synchronized Changes.Subscription follow(Consumer<ConnectionChange> follower) {
        List<Consumer<ConnectionChange>> more = new ArrayList<>(followers);
        more.add(follower);
        followers = List.copyOf(more);
        return () -> unfollow(follower);
    }

    private synchronized void unfollow(Consumer<ConnectionChange> follower) {
        List<Consumer<ConnectionChange>> fewer = new ArrayList<>(followers);
        fewer.remove(follower);
        followers = List.copyOf(fewer);
    }

    /** What was seen and lost up to now; on the thread of events. */
    Completeness completeness(EventSource source) {
        Map<EventKind, Long> events = new EnumMap<>(EventKind.class);
        for (EventKind kind : EventKind.values()) {
            events.put(kind, seen[kind.code()]);
        }
        SourceCounts counts = source.counts();
        Attachment attachment = source.attachment();
        return new Completeness(
                attachment.mode(),
                attachment.refused().stream()
                        .map(refusal -> refusal.hooks() + ": " + refusal.sentence())
                        .toList(),
                events,
                Map.of(
                        Loss.RING_FULL, counts.ringFull(),
                        Loss.THROTTLED, counts.throttled(),
                        Loss.LIMITED, counts.limited(),
                        Loss.SKIPPED, counts.skipped(),
                        Loss.MALFORMED, counts.malformed(),
                        Loss.NOT_KEPT, table.refused(),
                        Loss.OWNER_UNKNOWN, counts.ownersLost(),
                        Loss.NOT_COUNTED, counts.totalsLost(),
                        Loss.DNS, counts.dnsLost()),
                table.open(),
                seen[EventKind.CONNECT_FAILED.code()],
                table.evicted());
    }
}
