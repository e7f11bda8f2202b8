package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/** What a {@link ClusterNetWatchPolicy} asks for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.CLUSTER_ENDPOINT, message = Rules.CLUSTER_ENDPOINT_MESSAGE, fieldPath = ".cloud.endpoint")
@ValidationRule(
        value = Rules.LIMITS_IN_BUDGET,
        message = Rules.LIMITS_IN_BUDGET_MESSAGE,
        fieldPath = ".limits.connections")
public record ClusterNetWatchPolicySpec(
        @JsonPropertyDescription(Descriptions.NAMESPACE_SELECTOR)
        LabelSelector namespaceSelector,

        @JsonPropertyDescription(Descriptions.POD_SELECTOR) LabelSelector podSelector,
        @JsonPropertyDescription(Descriptions.NODE_SELECTOR) LabelSelector nodeSelector,

        @JsonPropertyDescription(Descriptions.HOSTS) @Default("false")
        boolean hosts,

        @JsonPropertyDescription(Descriptions.EVENTS)
        @Size(min = 1, max = 4)
        @Default("[\"Connect\", \"Accept\", \"Close\", \"Failure\"]")
        List<EventType> events,

        @JsonPropertyDescription(Descriptions.DIRECTIONS)
        @Size(min = 1, max = 2)
        @Default("[\"Outbound\", \"Inbound\"]")
        List<Direction> directions,

        @JsonPropertyDescription(Descriptions.PORTS) PortFilter ports,
        @JsonPropertyDescription(Descriptions.CIDRS) CidrFilter cidrs,
        @JsonPropertyDescription(Descriptions.SAMPLING) Sampling sampling,
        @JsonPropertyDescription(Descriptions.LIMITS) Limits limits,
        @JsonPropertyDescription(Descriptions.BUDGET) Budget budget,
        @JsonPropertyDescription(Descriptions.SNAPSHOT) SnapshotSettings snapshot,
        @JsonPropertyDescription(Descriptions.CLOUD) CloudUpload cloud,
        @JsonPropertyDescription(Descriptions.DETECTORS) Detectors detectors,

        @JsonPropertyDescription(Descriptions.SUSPEND) @Default("false")
        boolean suspend,

        @JsonPropertyDescription(Descriptions.EXPIRES_AT) String expiresAt,
        @JsonIgnore String unreadable)
        implements PolicySpec {

    /** What a policy without a spec asks for. */
    public static final ClusterNetWatchPolicySpec DEFAULT = unreadable(null);

    public ClusterNetWatchPolicySpec {
        events = events == null ? EventType.ALL : List.copyOf(events);
        directions = directions == null ? Direction.BOTH : List.copyOf(directions);
    }

    /** A spec that could not be read, with the reason. */
    public static ClusterNetWatchPolicySpec unreadable(String reason) {
        return new ClusterNetWatchPolicySpec(
                null, null, null, false, null, null, null, null, null, null, null, null, null, null, false, null,
                reason);
    }
}
