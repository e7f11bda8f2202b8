package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import java.util.stream.IntStream;
import org.agrona.collections.Long2LongHashMap;

/** The ranges that pods get their addresses from. Looking up allocates nothing, and is one look a prefix length in use. */
final class PodRanges {
    private static final int BITS = 128;
    private static final int V4_PREFIX = 96; // of ::ffff:0:0/96

    private final int[] byLength = new int[BITS + 1];
    private final Long2LongHashMap uses = new Long2LongHashMap(0);
    private int[] lengths = {};

    /** Takes {@code 10.244.1.0/24} or IPv6's like; what is neither is left out. */
    void add(String cidr) {
        change(cidr, 1);
    }

    void remove(String cidr) {
        change(cidr, -1);
    }

    private void change(String cidr, int by) {
        int slash = cidr.indexOf('/');
        Address address = slash < 0 ? null : Address.parse(cidr.substring(0, slash));
        int length = address == null ? -1 : length(cidr.substring(slash + 1), address);
        if (length < 0) {
            return;
        }
        byLength[length] += by;
        lengths = IntStream.rangeClosed(0, BITS)
                .filter(each -> byLength[each] > 0)
                .toArray();
        long key = key(address.high(), address.low(), length);
        long now = uses.get(key) + by;
        if (now == 0) {
            uses.remove(key);
        } else {
            uses.put(key, now);
        }
    }

    private static int length(String text, Address address) {
        int prefix = Address.isIpv4(address.high(), address.low()) ? V4_PREFIX : 0;
        try {
            int length = Integer.parseInt(text);
            return length < 0 || length + prefix > BITS ? -1 : length + prefix;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    boolean contains(long high, long low) {
        for (int length : lengths) {
            if (uses.get(key(high, low, length)) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Two prefixes that share a key are as good as never met; an address outside would count as one inside. */
    private static long key(long high, long low, int length) {
        long key = Address.maskedHigh(high, length) * 0x9e3779b97f4a7c15L;
        key = (key ^ key >>> 32 ^ Address.maskedLow(low, length)) * 0xff51afd7ed558ccdL;
        return key + length;
    }
}
