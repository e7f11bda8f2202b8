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

/** What a {@link NetWatchPolicy} asks for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = Rules.NAMESPACED_ENDPOINT,
        message = Rules.NAMESPACED_ENDPOINT_MESSAGE,
        fieldPath = ".cloud.endpoint")
@ValidationRule(
        value = Rules.LIMITS_IN_BUDGET,
        message = Rules.LIMITS_IN_BUDGET_MESSAGE,
        fieldPath = ".limits.connections")
public record NetWatchPolicySpec(
        @JsonPropertyDescription(Descriptions.POD_SELECTOR) LabelSelector podSelector,

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
    public static final NetWatchPolicySpec DEFAULT = unreadable(null);

    public NetWatchPolicySpec {
        events = events == null ? EventType.ALL : List.copyOf(events);
        directions = directions == null ? Direction.BOTH : List.copyOf(directions);
    }

    /** A spec that could not be read, with the reason. */
    public static NetWatchPolicySpec unreadable(String reason) {
        return new NetWatchPolicySpec(
                null, null, null, null, null, null, null, null, null, null, null, false, null, reason);
    }
}
