package io.netwatch.api.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** The CEL rules in the CRD files. */
final class CrdRules {
    private CrdRules() {}

    /** Each rule's message, once. */
    static List<String> messages() {
        return CrdFiles.generate().values().stream()
                .flatMap(crd ->
                        Serialization.unmarshal(crd, JsonNode.class).findValues("x-kubernetes-validations").stream())
                .flatMap(rules -> rules.findValuesAsText("message").stream())
                .distinct()
                .toList();
    }
}
