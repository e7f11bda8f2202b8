package io.netwatch.e2e.cloud;

import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An account's hosts, and which of their snapshots are known. Bounded. One thread at a time. */
final class Account {
    private static final int MAX_KNOWN = 100_000; // more than a day of 15 s of ten hosts
    private static final int MAX_RECENT = 10;

    private final int hostLimit;
    private final Map<String, Counts.Host> hosts = new LinkedHashMap<>();
    private final Set<Key> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > MAX_KNOWN;
        }
    });
    private final Deque<Received> recent = new ArrayDeque<>();
    private long snapshots;
    private long duplicates;

    /** What the server tells snapshots apart by. */
    private record Key(String hostId, Instant timestamp) {}

    Account(int hostLimit) {
        this.hostLimit = hostLimit;
    }

    /** Makes room for a host, or refuses it when there is none. */
    void admit(HostInfo host) throws Refused {
        Counts.Host known = hosts.get(host.hostId());
        if (known == null && hosts.size() >= hostLimit) {
            throw new Refused(
                    402,
                    "host limit reached: the account has " + hosts.size() + " of " + hostLimit + " hosts, and "
                            + host.hostname() + " is not one of them");
        }
        hosts.put(
                host.hostId(),
                new Counts.Host(
                        host.hostId(),
                        host.hostname(),
                        known == null ? 0 : known.snapshots(),
                        known == null ? null : known.lastTimestamp()));
    }

    /** False when it is there already. */
    boolean store(Received received, Instant timestamp) {
        HostInfo host = received.host();
        if (!known.add(new Key(host.hostId(), timestamp))) {
            duplicates++;
            return false;
        }
        snapshots++;
        hosts.computeIfPresent(host.hostId(), (id, it) -> stored(it, received.snapshot(), timestamp));
        recent.addLast(received);
        if (recent.size() > MAX_RECENT) {
            recent.removeFirst();
        }
        return true;
    }

    private static Counts.Host stored(Counts.Host host, Snapshot snapshot, Instant timestamp) {
        String last = host.lastTimestamp();
        boolean later = last == null || timestamp.isAfter(Timestamps.parse(last));
        return new Counts.Host(
                host.hostId(), host.hostname(), host.snapshots() + 1, later ? snapshot.timestamp() : last);
    }

    Counts counts(long requests, long rejected) {
        return new Counts(requests, snapshots, duplicates, rejected, List.copyOf(hosts.values()));
    }

    List<Received> recent() {
        return List.copyOf(recent);
    }
}
