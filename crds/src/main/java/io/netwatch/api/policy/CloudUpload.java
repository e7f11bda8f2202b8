package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a policy's snapshots go. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.KEY_NEEDED, message = Rules.KEY_NEEDED_MESSAGE, fieldPath = ".apiKeySecretRef")
@ValidationRule(value = Rules.PROXY, message = Rules.PROXY_MESSAGE, fieldPath = ".proxy")
@ValidationRule(value = Rules.CA_BUNDLE, message = Rules.CA_BUNDLE_MESSAGE, fieldPath = ".caBundle")
public record CloudUpload(
        @JsonPropertyDescription("Where to send: https://host[:port][/path]; the path is /api/v1/ingest where none is"
                + " given. A ClusterNetWatchPolicy may also say file:///path of a folder on the node.")
        @Required
        @Size(min = 1, max = 2048)
        String endpoint,

        @JsonPropertyDescription("The API key: a Secret in the policy's own namespace (of a ClusterNetWatchPolicy: in"
                + " NetWatch's), which must carry the label netwatch.io/cloud-key=true.")
        SecretKeyRef apiKeySecretRef,

        @JsonPropertyDescription(
                "Certificates (PEM) of the authorities that may vouch for the endpoint. Absent: the" + " public ones.")
        @Size(max = 65_536)
        String caBundle,

        @JsonPropertyDescription("Proxy to go through: http://host:port. Absent: none.") @Size(max = 2048)
        String proxy) {}
