package io.netwatch.e2e.testbed;

import java.util.Set;

/** Keeps the node's translation of service addresses as Services and EndpointSlices say. */
final class ServiceProxy {
    private final NodeNetwork network;
    private final ClusterState state;
    private volatile ServiceRules applied = new ServiceRules("", Set.of());

    ServiceProxy(NodeNetwork network, ClusterState state) {
        this.network = network;
        this.state = state;
    }

    /** Replaces the rules if they have changed. */
    void pass() {
        ServiceRules rules = ServiceRules.of(state.services(), state.slices());
        if (!rules.equals(applied)) {
            network.translate(rules);
            applied = rules;
        }
    }

    /** Whether a service's address leads to a pod that is ready; from any thread. */
    boolean leadsSomewhere(String namespace, String service) {
        return applied.ready().contains(namespace + "/" + service);
    }
}
