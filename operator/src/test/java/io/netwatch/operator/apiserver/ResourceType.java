package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A kind of object that the server serves at {@code /apis/group/version/plural}.
 *
 * @param status whether {@code /status} is a subresource, so that only writes to it change {@code status}
 * @param generation whether {@code metadata.generation} counts changes of what is wanted
 * @param schema the schema of a custom kind; empty for built-in kinds, which aren't checked
 * @param columns {@code additionalPrinterColumns} of a custom kind
 */
record ResourceType(
        String group,
        String version,
        String plural,
        String singular,
        String kind,
        boolean namespaced,
        boolean status,
        boolean generation,
        List<String> shortNames,
        List<String> categories,
        Optional<Schema> schema,
        List<JsonNode> columns) {

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The name in messages and of a CRD: {@code daemonsets.apps}. */
    String qualifiedPlural() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    boolean is(String group, String plural) {
        return this.group.equals(group) && this.plural.equals(plural);
    }

    boolean isNamespace() {
        return is("", "namespaces");
    }

    boolean isPod() {
        return is("", "pods");
    }

    boolean isDefinition() {
        return is("apiextensions.k8s.io", "customresourcedefinitions");
    }

    /** How fields below the root merge. */
    Structure structure() {
        return schema.map(Schema::structure).orElse(BuiltInStructure.ROOT);
    }

    String key(String namespace, String name) {
        return namespaced ? namespace + "/" + name : name;
    }
}
