package io.netwatch.operator.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an agent's container may do. */
public enum SecurityProfile {
    /** All that root may do on the node. */
    @JsonProperty("privileged")
    PRIVILEGED,
    /** The capabilities that seeing connections takes, each for its reason, and nothing else. */
    @JsonProperty("restricted")
    RESTRICTED
}
