package io.netwatch.api.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * One line of the stream: just one of its fields is set. The first line is {@code begin}; after a snapshot, after each batch of
 * changes, and at least every five seconds comes {@code current}. An object that comes again replaces what was known of it. A reader
 * that does not know a field ignores it.
 *
 * <p>{@code GET /api/v1/identity} begins with a snapshot; {@code ?stream=S&revision=R} goes on behind what an earlier answer
 * ended with, where the operator still has the changes since, and else begins with a snapshot, too.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record IdentityLine(
        Begin begin,
        Pod pod,
        Service service,
        Endpoints endpoints,
        Node node,
        Namespace namespace,
        Gone gone,
        Current current) {

    /**
     * How the answer begins.
     *
     * @param stream names the sequence of revisions; another one with each start of an operator
     * @param snapshot whether all there is follows, up to {@code current}: what does not come is gone; else changes follow
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Begin(String stream, boolean snapshot) {}

    /**
     * A pod that has addresses or had them.
     *
     * @param node where it runs
     * @param ips its addresses; those of its node when {@code hostNetwork}
     * @param workload null for a pod without a controller
     * @param started from when the addresses are its own at the earliest, seconds since 1970; 0 = unknown
     * @param ended from when they are not any more at the latest, seconds since 1970: all its containers have ended; 0 = they are
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Pod(
            String uid,
            String namespace,
            String name,
            String node,
            List<String> ips,
            boolean hostNetwork,
            Workload workload,
            long started,
            long ended) {}

    /**
     * A Service.
     *
     * @param clusterIps none for a headless one
     * @param externalIps external and load-balancer addresses at which nodes answer for it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Service(
            String namespace,
            String name,
            List<String> clusterIps,
            List<String> externalIps,
            List<ServicePort> ports) {}

    /**
     * A TCP port of a Service.
     *
     * @param name empty where the Service has but one port
     * @param nodePort 0 for none
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ServicePort(String name, int port, int nodePort) {}

    /**
     * An EndpointSlice.
     *
     * @param name the slice's
     * @param service the Service's, in the same namespace
     * @param ports what the pods listen on; the name is the Service port's
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Endpoints(
            String namespace, String name, String service, List<EndpointPort> ports, List<Address> addresses) {}

    /** A TCP port of an EndpointSlice. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record EndpointPort(String name, int port) {}

    /** Somewhere a Service leads to. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Address(String ip, boolean ready) {}

    /**
     * A node.
     *
     * @param uid the Node object's {@code metadata.uid}, by which the cloud knows the host; null from an operator that does not tell
     * @param ips its addresses in the cluster and outside
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Node(String uid, String name, List<String> ips, List<String> podCidrs, Map<String, String> labels) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Namespace(String name, Map<String, String> labels) {}

    /**
     * An object that is deleted.
     *
     * @param kind pod, service, endpoints, node or namespace: the field that it came in
     * @param namespace null for a node or a namespace
     * @param uid of a pod; null for the others
     * @param at when the operator was told, milliseconds since 1970
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Gone(String kind, String namespace, String name, String uid, long at) {}

    /**
     * All that the operator knew is told.
     *
     * @param revision to go on from
     * @param at when this was so, milliseconds since 1970
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Current(long revision, long at) {}

    /** A line with one of its fields. */
    public static IdentityLine of(Begin begin) {
        return new IdentityLine(begin, null, null, null, null, null, null, null);
    }

    public static IdentityLine of(Pod pod) {
        return new IdentityLine(null, pod, null, null, null, null, null, null);
    }

    public static IdentityLine of(Service service) {
        return new IdentityLine(null, null, service, null, null, null, null, null);
    }

    public static IdentityLine of(Endpoints endpoints) {
        return new IdentityLine(null, null, null, endpoints, null, null, null, null);
    }

    public static IdentityLine of(Node node) {
        return new IdentityLine(null, null, null, null, node, null, null, null);
    }

    public static IdentityLine of(Namespace namespace) {
        return new IdentityLine(null, null, null, null, null, namespace, null, null);
    }

    public static IdentityLine of(Gone gone) {
        return new IdentityLine(null, null, null, null, null, null, gone, null);
    }

    public static IdentityLine of(Current current) {
        return new IdentityLine(null, null, null, null, null, null, null, current);
    }
}
