package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which peers are watched: those included, or all when none are, without those excluded. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.CIDR_INCLUDE, message = Rules.CIDR_MESSAGE, fieldPath = ".include")
@ValidationRule(value = Rules.CIDR_EXCLUDE, message = Rules.CIDR_MESSAGE, fieldPath = ".exclude")
public record CidrFilter(
        @JsonPropertyDescription("Only peers in these CIDRs, IPv4 or IPv6. Empty: all.") @Size(max = 64)
        List<@Size(max = 49) String> include,

        @JsonPropertyDescription("Not peers in these CIDRs; wins over include.") @Size(max = 64)
        List<@Size(max = 49) String> exclude) {

    public CidrFilter {
        include = include == null ? List.of() : List.copyOf(include);
        exclude = exclude == null ? List.of() : List.copyOf(exclude);
    }
}
