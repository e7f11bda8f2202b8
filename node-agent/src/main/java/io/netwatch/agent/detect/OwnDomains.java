package io.netwatch.agent.detect;

import io.netwatch.agent.event.QueryName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Domains that are answered within the cluster or its network, so that nothing leaves through them: the cluster's own, and those in
 * which its nodes search. A pod's resolver tries each name in them first ({@code ndots:5} of Kubernetes), so that most queries of most
 * pods are below {@code cluster.local}, made of whatever name was wanted. Addresses asked for by name (RFC 1035, 3.5; RFC 3596, 2.5) are
 * the network's own as well.
 */
public final class OwnDomains {
    private static final List<String> REVERSE = List.of("in-addr.arpa", "ip6.arpa");

    private final byte[][] domains;
    private final int[] labels;

    /** Domains without a dot at their end, as {@code cluster.local}. */
    public OwnDomains(List<String> domains) {
        int count = domains.size() + REVERSE.size();
        this.domains = new byte[count][];
        this.labels = new int[count];
        for (int i = 0; i < count; i++) {
            String domain = i < domains.size() ? domains.get(i) : REVERSE.get(i - domains.size());
            this.domains[i] = domain.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            this.labels[i] = domain.split("\\.", -1).length;
        }
    }

    /** Whether a name is one of these domains, or below one. */
    boolean has(QueryName name) {
        for (int i = 0; i < domains.length; i++) {
            int first = name.labels() - labels[i];
            if (first >= 0 && name.endsIn(domains[i], name.start(first))) {
                return true;
            }
        }
        return false;
    }
}
