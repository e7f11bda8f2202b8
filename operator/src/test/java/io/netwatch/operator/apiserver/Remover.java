package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Deletes objects: preconditions, finalizers, grace. */
final class Remover {
    private final Store store;

    Remover(Store store) {
        this.store = store;
    }

    /** The object as it last was or as it waits, and whether it is gone. */
    record Removed(ObjectNode object, boolean gone) {}

    /**
     * @param options a {@code DeleteOptions}, or an object without fields
     * @throws ApiFailure 404, or 409 when a precondition doesn't hold
     */
    Removed remove(ResourceType type, StoredObject stored, ObjectNode options) {
        ObjectNode object = stored.tree();
        checkPreconditions(type, object, options.path("preconditions"));
        String propagation = options.path("propagationPolicy").asText("");
        ObjectNode metadata = Json.metadata(object);
        if (propagation.equals("Orphan") || propagation.equals("Foreground")) {
            addFinalizer(metadata, propagation.equals("Orphan") ? "orphan" : "foregroundDeletion");
        }
        long grace = grace(type, object, options);
        boolean waits = !metadata.path("finalizers").isEmpty() || grace > 0 || type.isNamespace();
        if (!waits) {
            return new Removed(store.remove(type, object).tree(), true);
        }
        if (metadata.hasNonNull("deletionTimestamp") && grace > 0) {
            return new Removed(object, false);
        }
        markDeleting(type, object, grace);
        return new Removed(
                object.equals(stored.tree()) ? object : store.put(type, object).tree(), false);
    }

    private static void markDeleting(ResourceType type, ObjectNode object, long grace) {
        ObjectNode metadata = Json.metadata(object);
        if (!metadata.hasNonNull("deletionTimestamp")) {
            metadata.put("deletionTimestamp", Writer.now());
            if (type.generation()) {
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
        }
        if (type.isNamespace()) {
            Json.child(object, "status").put("phase", "Terminating");
        } else {
            metadata.put("deletionGracePeriodSeconds", (int) grace);
        }
    }

    /** Only a pod on a node waits for its kubelet, in s. */
    private static long grace(ResourceType type, ObjectNode object, ObjectNode options) {
        boolean runs = type.isPod()
                && !object.path("spec").path("nodeName").asText("").isEmpty()
                && !List.of("Succeeded", "Failed")
                        .contains(object.path("status").path("phase").asText());
        long own = object.path("spec").path("terminationGracePeriodSeconds").asLong(30);
        return runs ? options.path("gracePeriodSeconds").asLong(own) : 0;
    }

    private static void addFinalizer(ObjectNode metadata, String finalizer) {
        ArrayNode finalizers = metadata.withArray("finalizers");
        for (JsonNode each : finalizers) {
            if (each.asText().equals(finalizer)) {
                return;
            }
        }
        finalizers.add(finalizer);
    }

    private static void checkPreconditions(ResourceType type, ObjectNode object, JsonNode preconditions) {
        String uid = preconditions.path("uid").asText("");
        String version = preconditions.path("resourceVersion").asText("");
        String there = object.path("metadata").path("resourceVersion").asText();
        if (!uid.isEmpty() && !uid.equals(Json.uid(object))) {
            String why = "the UID in the precondition (%s) does not match the UID in record (%s). The object might have"
                    + " been deleted and then recreated";
            throw ApiFailure.conflict(type, Json.name(object), why.formatted(uid, Json.uid(object)));
        }
        if (!version.isEmpty() && !version.equals(there)) {
            String why =
                    "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s)."
                            + " The object might have been modified";
            throw ApiFailure.conflict(type, Json.name(object), why.formatted(version, there));
        }
    }
}
