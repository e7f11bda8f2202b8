package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** A policy of either kind. */
public interface Policy extends HasMetadata {
    /** What is asked for; the defaults where there is no spec at all. */
    @JsonIgnore
    PolicySpec policySpec();

    /** Null until the operator has looked at the policy. */
    PolicyStatus getStatus();
}
