package io.netwatch.operator.status;

import io.netwatch.api.node.PolicyReport;
import java.util.stream.Stream;

/** States of an upload in which something is amiss ({@link PolicyReport.Upload}), in words for a person. */
enum UploadTrouble {
    KEY_REFUSED(
            "CloudKeyRefused",
            "the cloud refuses the API key",
            "put a valid one into the Secret that spec.cloud.apiKeySecretRef names; agents take it up by themselves"),
    KEY_MISSING(
            "CloudKeyMissing",
            "agents lack the API key",
            "a node has it a minute or two after the Secret that spec.cloud.apiKeySecretRef names; if not, see the"
                    + " agents' logs"),
    QUOTA(
            "CloudQuota",
            "the account's limits keep snapshots back",
            "select fewer nodes or have the account raised; what waits is sent then"),
    UNREACHABLE(
            "CloudUnreachable",
            "snapshots wait, as the cloud is not reached",
            "check spec.cloud's endpoint, proxy and caBundle, and whether the nodes' network lets agents out"),
    REJECTED(
            "CloudRejected",
            "the cloud takes no such snapshots, and they are dropped",
            "check that spec.cloud.endpoint is NetWatch Cloud's, and the nodes' clocks"),
    SPOOL_FULL(
            "SpoolFull",
            "the oldest snapshots are dropped, as the spool is full",
            "see why they are not sent, and have the chart's agent.spool.size or the node's disk enlarged"),
    OTHER(null, "snapshots are not sent as they should be", "see the agents' logs");

    private final String reason;
    private final String what;
    private final String advice;

    UploadTrouble(String reason, String what, String advice) {
        this.reason = reason;
        this.what = what;
        this.advice = advice;
    }

    /** {@link #OTHER} for a state that is none of these. */
    static UploadTrouble of(String reason) {
        return Stream.of(values())
                .filter(trouble -> reason.equals(trouble.reason))
                .findFirst()
                .orElse(OTHER);
    }

    String what() {
        return what;
    }

    String advice() {
        return advice;
    }
}
