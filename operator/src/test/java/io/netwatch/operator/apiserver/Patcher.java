package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netwatch.operator.apiserver.ApiFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The four kinds of patch. */
final class Patcher {
    static final String APPLY = "application/apply-patch+yaml";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String JSON = "application/json-patch+json";

    private final Store store;
    private final Writer writer;

    Patcher(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** What a patch made of an object, and whether it had to be created. */
    record Patched(ObjectNode object, boolean created) {}

    /** @throws ApiFailure 400, 404, 409, 415 or 422 */
    Patched patch(ResourceType type, Target target, String contentType, String body, Intent intent) {
        boolean custom = type.schema().isPresent();
        if (custom && contentType.equals(STRATEGIC)) {
            throw ApiFailure.unsupportedMediaType(JSON + ", " + MERGE + ", " + APPLY);
        }
        Optional<StoredObject> found = store.get(type, target.namespace(), target.name());
        if (contentType.equals(APPLY)) {
            return apply(type, target, found, Json.parseObject(body), intent);
        }
        ObjectNode current = found.orElseThrow(() -> ApiFailure.notFound(type, target.name()))
                .tree();
        ObjectNode served = EventForms.toServed(type, current.deepCopy());
        ObjectNode patched = switch (contentType) {
            case MERGE -> Patches.merge(served, Json.parseObject(body));
            case STRATEGIC -> Patches.strategic(served, Json.parseObject(body), type.structure());
            case JSON -> JsonPatch.apply(served, Json.parse(body));
            default -> throw ApiFailure.unsupportedMediaType(String.join(", ", List.of(JSON, MERGE, STRATEGIC, APPLY)));
        };
        ObjectNode next = EventForms.toStored(type, patched);
        return new Patched(writer.replace(type, current, next, intent, true), false);
    }

    private Patched apply(
            ResourceType type, Target target, Optional<StoredObject> found, ObjectNode wanted, Intent intent) {
        requireManager(intent);
        Writer.checkKind(type, wanted);
        dropNulls(wanted);
        refuseUndeclared(type, wanted);
        if (!wanted.path("metadata").path("managedFields").isEmpty()) {
            throw ApiFailure.badRequest("metadata.managedFields must be nil");
        }
        ObjectNode stored = EventForms.toStored(type, narrow(type, wanted, intent.subresource()));
        Apply apply = new Apply(type.structure(), intent.owner(), intent.force(), Writer.now());
        if (found.isEmpty()) {
            return new Patched(createByApply(type, target, stored, apply, intent), true);
        }
        ObjectNode current = found.get().tree();
        ObjectNode merged = apply.to(current, stored);
        JsonNode asked = wanted.path("metadata").path("resourceVersion");
        if (!asked.isMissingNode()) {
            Json.metadata(merged).set("resourceVersion", asked);
        }
        return new Patched(writer.replace(type, current, merged, intent, false), false);
    }

    private ObjectNode createByApply(ResourceType type, Target target, ObjectNode stored, Apply apply, Intent intent) {
        if (!intent.subresource().isEmpty()) {
            throw ApiFailure.notFound(type, target.name());
        }
        Json.metadata(stored).put("name", target.name());
        ObjectNode object = apply.to(Json.object(), stored);
        object.put("apiVersion", stored.path("apiVersion").asText()).put("kind", type.kind());
        writer.prepareNew(type, target.namespace(), object);
        return writer.insert(type, object, intent);
    }

    /** An apply owns only what its endpoint writes. */
    private static ObjectNode narrow(ResourceType type, ObjectNode wanted, String subresource) {
        if (subresource.equals("status")) {
            ObjectNode status = Json.object();
            status.set("apiVersion", wanted.get("apiVersion"));
            status.set("kind", wanted.get("kind"));
            if (wanted.has("status")) {
                status.set("status", wanted.get("status"));
            }
            return status;
        }
        ObjectNode main = wanted.deepCopy();
        if (type.status()) {
            main.remove("status");
        }
        return main;
    }

    private static void refuseUndeclared(ResourceType type, ObjectNode wanted) {
        List<String> unknown = type.schema()
                .map(schema -> UnknownFields.of(wanted, schema, true))
                .orElse(List.of());
        if (!unknown.isEmpty()) {
            throw ApiFailure.undeclared(type, wanted, unknown);
        }
    }

    private static void requireManager(Intent intent) {
        if (intent.owner().name().isEmpty()) {
            List<Cause> causes = List.of(Cause.required("fieldManager", "is required for apply patch"));
            throw ApiFailure.invalid("meta.k8s.io", "PatchOptions", "", causes);
        }
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.stream().filter(name -> object.get(name).isNull()).forEach(object::remove);
        }
        node.forEach(Patcher::dropNulls);
    }
}
