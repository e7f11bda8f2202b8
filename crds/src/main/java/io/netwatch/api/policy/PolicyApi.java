package io.netwatch.api.policy;

/** Names of the policies' API. */
public final class PolicyApi {
    public static final String GROUP = "netwatch.io";
    public static final String VERSION = "v1alpha1";
    /** What {@code kubectl get netwatch} lists. */
    public static final String CATEGORY = "netwatch";
    /**
     * Label that whoever may edit a Secret puts on it, value {@code "true"}, to let policies of its namespace use it as key of
     * NetWatch Cloud. Without it the right to write a policy would be the right to send any Secret away.
     */
    public static final String CLOUD_KEY_LABEL = GROUP + "/cloud-key";

    private PolicyApi() {}
}
