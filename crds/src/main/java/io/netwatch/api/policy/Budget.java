package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** What the agent may spend on a policy on each node. Beyond it: sampled, then totals only, then detached. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.BUDGET_CPU, message = Rules.BUDGET_CPU_MESSAGE, fieldPath = ".cpu")
@ValidationRule(value = Rules.BUDGET_MEMORY, message = Rules.BUDGET_MEMORY_MESSAGE, fieldPath = ".memory")
public record Budget(
        @JsonPropertyDescription("CPU, in cores, such as 100m; at least 10m. Absent: the agent's own limit.")
        Quantity cpu,

        @JsonPropertyDescription("Memory, in bytes, such as 32Mi; at least 4Mi. Absent: the agent's own limit.")
        Quantity memory) {}
