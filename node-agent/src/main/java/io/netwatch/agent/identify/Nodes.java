package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.api.identity.IdentityLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Nodes of the cluster: their own addresses, and those that their pods get. Used by one thread. */
final class Nodes {
    private final Claims claims;
    private final PodRanges ranges = new PodRanges();
    private final Numbered<Entry> numbered = new Numbered<>();
    private final Map<String, Entry> byName = new HashMap<>();
    private byte epoch;

    Nodes(Claims claims) {
        this.claims = claims;
    }

    private static final class Entry {
        final String name;
        final List<String> podCidrs;
        int number;
        int[] addresses;
        byte epoch;

        Entry(String name, List<String> podCidrs) {
            this.name = name;
            this.podCidrs = podCidrs;
        }
    }

    String name(int number) {
        return numbered.get(number).name;
    }

    /** Whether pods get such an address. */
    boolean isPodAddress(long high, long low) {
        return ranges.contains(high, low);
    }

    void tell(IdentityLine.Node told) {
        gone(told.name());
        Entry entry = new Entry(told.name(), told.podCidrs() == null ? List.of() : List.copyOf(told.podCidrs()));
        entry.epoch = epoch;
        entry.number = numbered.add(entry);
        byName.put(entry.name, entry);
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
        Entry entry = byName.remove(name);
        if (entry == null) {
            return;
        }
        for (int address : entry.addresses) {
            claims.remove(address, Claims.NODE, entry.number);
        }
        entry.podCidrs.forEach(ranges::remove);
        numbered.remove(entry.number);
    }

    void beginSnapshot() {
        epoch++;
    }

    /** A node that did not come again is gone. */
    void endSnapshot() {
        List<String> missing = new ArrayList<>();
        byName.values().forEach(entry -> {
            if (entry.epoch != epoch) {
                missing.add(entry.name);
            }
        });
        missing.forEach(this::gone);
    }
}
