package io.netwatch.operator.tls;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a leaf certificate is for.
 *
 * @param commonName the subject, for people; nothing checks it
 * @param keyPurposes OIDs of extended key usage, RFC 5280 section 4.2.1.12
 * @param dnsNames subject alternative names; the first is the role's own name, by which a peer knows it
 */
public record LeafProfile(String commonName, Set<String> keyPurposes, List<String> dnsNames) {
    /** What an agent's certificate says instead of its pod's address, which changes. */
    public static final String AGENT_NAME = "netwatch-agent";

    /** What the operator's certificate says, whichever Service leads to it. */
    public static final String OPERATOR_NAME = "netwatch-operator";

    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    public LeafProfile {
        keyPurposes = Set.copyOf(keyPurposes);
        dnsNames = List.copyOf(dnsNames);
    }

    /** An agent: a server that the operator asks, and client of its identity stream. All agents share one certificate. */
    public static LeafProfile agent() {
        return new LeafProfile(AGENT_NAME, Set.of(SERVER_AUTH, CLIENT_AUTH), List.of(AGENT_NAME));
    }

    /**
     * The operator: client of the agents, and server of metrics and of the identity stream.
     *
     * @param services names of the Services of {@code namespace} that lead to the operator; each is named as pods of the
     *     namespace, of other namespaces and of the cluster write it
     */
    public static LeafProfile operator(String namespace, List<String> services) {
        Set<String> names = new LinkedHashSet<>(List.of(OPERATOR_NAME, OPERATOR_NAME + "." + namespace + ".svc"));
        for (String service : services) {
            names.add(service);
            names.add(service + "." + namespace);
            names.add(service + "." + namespace + ".svc");
        }
        return new LeafProfile(OPERATOR_NAME, Set.of(SERVER_AUTH, CLIENT_AUTH), new ArrayList<>(names));
    }
}
