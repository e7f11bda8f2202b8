package io.netwatch.e2e.testbed;

/** The addresses of the testbed: a cluster of one node, and a world around it. */
public final class Addresses {
    /** Of the node. */
    public static final String NODE = "172.18.0.2";

    /** Of the world's side of the node's link; the API server answers here. */
    public static final String WORLD = "172.18.0.1";

    /** Somewhere outside of the cluster, where somebody listens (RFC 5737). */
    public static final String EXTERNAL = "203.0.113.10";

    /** Of those outside of the cluster who call it. */
    public static final String CUSTOMER = "203.0.113.20";

    /** Somewhere outside of the cluster, from where never comes an answer. */
    public static final String SILENT = "203.0.113.66";

    /** What pods get addresses from. */
    public static final String PODS = "10.244.0.0/16";

    /** Every pod's gateway. */
    static final String GATEWAY = "10.244.0.1";

    private static final int FIRST_POD = 2;
    private static final int POD_COUNT = 65_000;

    private Addresses() {}

    /** The address of the n-th place for a pod, from 0. */
    static String pod(int index) {
        if (index < 0 || index >= POD_COUNT) {
            throw new IllegalArgumentException("no room for pod " + index);
        }
        int host = FIRST_POD + index;
        return "10.244." + host / 256 + "." + host % 256;
    }

    static int podPlaces() {
        return POD_COUNT;
    }
}
