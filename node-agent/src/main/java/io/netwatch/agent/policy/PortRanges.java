package io.netwatch.agent.policy;

import io.netwatch.api.policy.PortFilter;
import io.netwatch.api.policy.PortRange;
import java.util.List;

/** Service ports: those included, or all when none are, without those excluded. Allocates nothing when asked. */
final class PortRanges {
    private final int[] included;
    private final int[] excluded;

    /** Of a valid policy; null takes all. */
    PortRanges(PortFilter filter) {
        included = filter == null ? new int[0] : pairs(filter.include());
        excluded = filter == null ? new int[0] : pairs(filter.exclude());
    }

    private static int[] pairs(List<PortRange> ranges) {
        int[] pairs = new int[2 * ranges.size()];
        for (int i = 0; i < ranges.size(); i++) {
            PortRange range = ranges.get(i);
            pairs[2 * i] = range.port();
            pairs[2 * i + 1] = range.endPort() == null ? range.port() : range.endPort();
        }
        return pairs;
    }

    boolean has(int port) {
        return (included.length == 0 || isIn(included, port)) && !isIn(excluded, port);
    }

    private static boolean isIn(int[] pairs, int port) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (port >= pairs[i] && port <= pairs[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
