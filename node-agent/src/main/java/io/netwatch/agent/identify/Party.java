package io.netwatch.agent.identify;

import io.netwatch.api.identity.Workload;

/**
 * Who is at an end of a connection, as known at one moment.
 *
 * @param stale whether whoever tells of it has not been heard of lately: as last known
 * @param namespace of the pod or service; null for others, or when it is not known
 * @param name of the pod, service or node; of a pod that the API server has not told of, null
 * @param uid the pod's; null for others, and where only its address tells who it is
 * @param workload what runs the pod; null for none, or when it is not known
 * @param container the pod's container; null unless known by cgroup
 * @param node where the pod runs, or the node itself; null when it is not known
 * @param service the Service through whose address or endpoints the pod or service is reached; null for none
 */
public record Party(
        Kind kind,
        Attribution attribution,
        boolean stale,
        String namespace,
        String name,
        String uid,
        Workload workload,
        String container,
        String node,
        Service service) {

    public static final Party UNKNOWN = of(Kind.UNKNOWN, Attribution.UNKNOWN);
    public static final Party EXTERNAL = of(Kind.EXTERNAL, Attribution.EXTERNAL);
    /** A process of this node that is in no pod. */
    public static final Party HOST = of(Kind.HOST, Attribution.CGROUP);

    /** A process in a pod that the API server has not told of. */
    public static final Party UNNAMED_POD = of(Kind.POD, Attribution.UNKNOWN);

    public enum Kind {
        POD,
        /** A Service's address, where it is not known which pod answers behind it. */
        SERVICE,
        NODE,
        /** A process of this node that is in no pod. */
        HOST,
        EXTERNAL,
        UNKNOWN
    }

    /** A Service's port; by its number where it has no name. */
    public record Service(String namespace, String name, String port) {}

    private static Party of(Kind kind, Attribution attribution) {
        return new Party(kind, attribution, false, null, null, null, null, null, null, null);
    }

    /** The same, as last known. */
    Party asStale() {
        return new Party(kind, attribution, true, namespace, name, uid, workload, container, node, service);
    }

    /** Who is really at the other end where this is at its address, and the Service through which it is reached. */
    public Party behind(Party backend) {
        return service == null ? backend : backend.through(service);
    }

    /** The same, reached through a Service. */
    public Party through(Service reached) {
        return new Party(kind, attribution, stale, namespace, name, uid, workload, container, node, reached);
    }
}
