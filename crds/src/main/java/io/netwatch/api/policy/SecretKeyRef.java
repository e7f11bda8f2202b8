package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** One key of a Secret. There is no namespace in it, on purpose: a policy reads no other namespace's Secrets. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.SECRET_NAME, message = Rules.SECRET_NAME_MESSAGE, fieldPath = ".name")
@ValidationRule(value = Rules.SECRET_KEY, message = Rules.SECRET_KEY_MESSAGE, fieldPath = ".key")
public record SecretKeyRef(
        @JsonPropertyDescription("Name of the Secret.") @Required
        String name,

        @JsonPropertyDescription("Key in the Secret's data.") @Default("api-key")
        String key) {

    public static final String DEFAULT_KEY = "api-key";

    public SecretKeyRef {
        key = key == null ? DEFAULT_KEY : key;
    }
}
