package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** One port, or all from {@code port} to {@code endPort}, as in a NetworkPolicy. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.PORT, message = Rules.PORT_MESSAGE, fieldPath = ".port")
@ValidationRule(value = Rules.END_PORT, message = Rules.END_PORT_MESSAGE, fieldPath = ".endPort")
public record PortRange(
        @JsonPropertyDescription("The port, 1 to 65535; the first one where endPort is set.") @Required
        Integer port,

        @JsonPropertyDescription("The last port of the range, port to 65535. Absent: port alone.")
        Integer endPort) {}
