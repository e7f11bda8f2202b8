package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.api.identity.IdentityLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.collections.Long2ObjectHashMap;

/** Nodes of the cluster: their own addresses, and those that their pods get. Used by one thread. */
final class Nodes {
    private final Claims claims;
    private final Names names;
    private final PodRanges ranges = new PodRanges();
    private final Numbered<Entry> numbered = new Numbered<>();
    private final Long2ObjectHashMap<Entry> byKey = new Long2ObjectHashMap<>();
    private byte epoch;

    Nodes(Claims claims, Names names) {
        this.claims = claims;
        this.names = names;
    }

    private static final class Entry {
        final long key;
        final int name;
        final List<String> podCidrs;
        int number;
        int[] addresses;
        byte epoch;

        Entry(long key, int name, List<String> podCidrs) {
            this.key = key;
            this.name = name;
            this.podCidrs = podCidrs;
        }
    }

    private static long key(String name) {
        return PodRecords.number(name);
    }

    /** A number made from its name. */
    long key(int number) {
        return numbered.get(number).key;
    }

    String name(int number) {
        return names.text(numbered.get(number).name);
    }

    /** Whether pods get such an address. */
    boolean isPodAddress(long high, long low) {
        return ranges.contains(high, low);
    }

    void tell(IdentityLine.Node told) {
        long key = key(told.name());
        gone(byKey.get(key));
        int name = names.use(Names.NODES, Arena.NONE, told.name());
        Entry entry = new Entry(key, name, told.podCidrs() == null ? List.of() : List.copyOf(told.podCidrs()));
        entry.epoch = epoch;
        entry.number = numbered.add(entry);
        byKey.put(key, entry);
        entry.podCidrs.forEach(ranges::add);
        entry.addresses = told.ips() == null
                ? new int[0]
                : told.ips().stream()
                        .map(Address::parse)
                        .filter(Objects::nonNull)
                        .distinct()
                        .mapToInt(address -> claims.add(address, Claims.NODE, entry.number))
                        .toArray();
    }

    void gone(String name) {
        gone(byKey.get(key(name)));
    }

    private void gone(Entry entry) {
        if (entry == null) {
            return;
        }
        for (int address : entry.addresses) {
            claims.remove(address, Claims.NODE, entry.number);
        }
        entry.podCidrs.forEach(ranges::remove);
        numbered.remove(entry.number);
        names.release(entry.name);
        byKey.remove(entry.key);
    }

    void beginSnapshot() {
        epoch++;
    }

    /** A node that did not come again is gone. */
    void endSnapshot() {
        List<Entry> missing = new ArrayList<>();
        byKey.values().forEach(entry -> {
            if (entry.epoch != epoch) {
                missing.add(entry);
            }
        });
        missing.forEach(this::gone);
    }
}
