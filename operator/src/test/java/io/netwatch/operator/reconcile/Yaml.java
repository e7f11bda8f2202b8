package io.netwatch.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.netwatch.api.policy.ClusterNetWatchPolicy;
import io.netwatch.api.policy.NetWatchPolicy;
import io.netwatch.api.policy.UnreadableSpecs;
import java.util.ArrayList;
import java.util.List;

/** Reads objects as the operator does. */
final class Yaml {
    private static final KubernetesSerialization KUBERNETES =
            new KubernetesSerialization(new ObjectMapper().registerModule(new UnreadableSpecs()), true);

    private Yaml() {}

    /** The objects of a file, each after a line {@code ---} but the first. */
    static List<HasMetadata> objects(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        for (String document : yaml.split("(?m)^---$", -1)) {
            if (!document.isBlank()) {
                objects.add(KUBERNETES.unmarshal(document, type(document)));
            }
        }
        return objects;
    }

    private static Class<? extends HasMetadata> type(String document) {
        String kind = KUBERNETES.unmarshal(document, JsonNode.class).get("kind").asText();
        return switch (kind) {
            case "NetWatchPolicy" -> NetWatchPolicy.class;
            case "ClusterNetWatchPolicy" -> ClusterNetWatchPolicy.class;
            default -> HasMetadata.class;
        };
    }

    /** An object as YAML, fields in the order of their names. */
    static String of(Object object) {
        return KUBERNETES.asYaml(object).replaceFirst("^---\n", "");
    }
}
