package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** How much detail is told. Totals are exact whatever it is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.PERCENT, message = Rules.PERCENT_MESSAGE, fieldPath = ".percent")
public record Sampling(
        @JsonPropertyDescription("Share of connections that are told one by one, in percent, 1 to 100; the others are"
                + " counted in the totals.")
        @Default("100")
        Integer percent) {

    private static final int ALL = 100;

    public Sampling {
        percent = percent == null ? ALL : percent;
    }
}
