package io.netwatch.operator.identity;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.netwatch.api.identity.IdentityLine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Nodes and namespaces, as they are told. */
final class ClusterLines {
    /** Types of a node's addresses that are addresses and no names (core/v1, NodeAddressType). */
    private static final Set<String> IPS = Set.of("InternalIP", "ExternalIP");

    private ClusterLines() {}

    static IdentityLine of(Node node) {
        List<String> ranges = node.getSpec() == null ? null : node.getSpec().getPodCIDRs();
        String range = node.getSpec() == null ? null : node.getSpec().getPodCIDR();
        return IdentityLine.of(new IdentityLine.Node(
                node.getMetadata().getUid(),
                node.getMetadata().getName(),
                ips(node),
                Addresses.of(range == null ? List.of() : List.of(range), ranges),
                labels(node.getMetadata().getLabels())));
    }

    static IdentityLine of(Namespace namespace) {
        return IdentityLine.of(new IdentityLine.Namespace(
                namespace.getMetadata().getName(),
                labels(namespace.getMetadata().getLabels())));
    }

    private static List<String> ips(Node node) {
        if (node.getStatus() == null || node.getStatus().getAddresses() == null) {
            return List.of();
        }
        return Addresses.of(
                node.getStatus().getAddresses().stream()
                        .filter(address -> IPS.contains(address.getType()))
                        .map(NodeAddress::getAddress)
                        .toList(),
                null);
    }

    /** In one order, so that equal labels are equal lines. */
    private static Map<String, String> labels(Map<String, String> labels) {
        return labels == null ? Map.of() : new TreeMap<>(labels);
    }
}
