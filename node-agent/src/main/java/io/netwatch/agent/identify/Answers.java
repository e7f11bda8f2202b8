package io.netwatch.agent.identify;

import io.netwatch.api.identity.Workload;

/** Names who is at an address, for the first time. Allocates. */
final class Answers {
    /** Pods that one address may have had about the same time. */
    static final int HOLDERS_MAX = 16;

    private final Peers peers;
    private final PodRecords pods;

    Answers(Peers peers, PodRecords pods) {
        this.peers = peers;
        this.pods = pods;
    }

    Peer node(String name, long key) {
        return new Peer(peers, party(Party.Kind.NODE, Attribution.HOST, null, name, null, name, null), key, null, null);
    }

    /** {@code index}: of the Service's port, or NO_PORT when it has none of this number. */
    Peer service(ServiceEntry service, int index, int port) {
        boolean isKnown = index != Ports.NO_PORT;
        Party.Service reached = isKnown
                ? service.reachedAt(index)
                : new Party.Service(service.namespace, service.name, port == 0 ? null : Integer.toString(port));
        Party party = party(Party.Kind.SERVICE, Attribution.IP, service.namespace, service.name, null, null, reached);
        return new Peer(peers, party, 0, service, isKnown ? service.ports().name(index) : null);
    }

    /** {@code slice}: through which the pod's port is reached; null for none. */
    Peer pod(int pod, Slice slice, int port) {
        Party party = party(
                Party.Kind.POD,
                Attribution.IP,
                pods.namespace(pod),
                pods.name(pod),
                pods.workload(pod),
                pods.node(pod),
                slice == null ? null : reached(slice, port));
        return new Peer(peers, party, pods.uid(pod), slice == null ? null : slice.service, null);
    }

    private static Party.Service reached(Slice slice, int port) {
        ServiceEntry service = slice.service;
        String name = slice.portName(port);
        int index = service.ports().indexOf(name);
        return index != Ports.NO_PORT
                ? service.reachedAt(index)
                : new Party.Service(service.namespace, service.name, name.isEmpty() ? Integer.toString(port) : name);
    }

    /** One of the first {@code count} pods, it is not known which; {@code all} is a number of them all. */
    Peer several(int[] found, int count, long all) {
        int first = found[0];
        boolean sameNamespace = true;
        boolean sameWorkload = true;
        boolean sameNode = true;
        for (int i = 1; i < count; i++) {
            sameNamespace &= pods.namespaceId(found[i]) == pods.namespaceId(first);
            sameWorkload &= pods.workloadId(found[i]) == pods.workloadId(first);
            sameNode &= pods.nodeId(found[i]) == pods.nodeId(first);
        }
        Party party = party(
                Party.Kind.POD,
                Attribution.IP_AMBIGUOUS,
                sameNamespace ? pods.namespace(first) : null,
                null,
                sameWorkload ? pods.workload(first) : null,
                sameNode ? pods.node(first) : null,
                null);
        return new Peer(peers, party, all, null, null);
    }

    private static Party party(
            Party.Kind kind,
            Attribution attribution,
            String namespace,
            String name,
            Workload workload,
            String node,
            Party.Service service) {
        return new Party(kind, attribution, false, namespace, name, null, workload, null, node, service);
    }
}
