package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Which service ports are watched: those included, or all when none are, without those excluded. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PortFilter(
        @JsonPropertyDescription("Only these ports. Empty: all.") @Size(max = 64)
        List<PortRange> include,

        @JsonPropertyDescription("Not these ports; wins over include.") @Size(max = 64)
        List<PortRange> exclude) {

    public PortFilter {
        include = include == null ? List.of() : List.copyOf(include);
        exclude = exclude == null ? List.of() : List.copyOf(exclude);
    }
}
