package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * An object as it was at one resource version. Kept as text, with beside it only what selectors and the garbage collector ask
 * for, so that tens of thousands fit in a test's heap; {@link #tree()} is a fresh copy each time.
 */
record StoredObject(
        String key,
        String namespace,
        String name,
        String uid,
        long version,
        Map<String, String> labels,
        Map<String, String> fields,
        List<String> owners,
        boolean deleting,
        String json) {

    static StoredObject of(ResourceType type, ObjectNode object, long version) {
        JsonNode metadata = object.path("metadata");
        Map<String, String> labels = new HashMap<>();
        metadata.path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        List<String> owners = StreamSupport.stream(
                        metadata.path("ownerReferences").spliterator(), false)
                .map(owner -> owner.path("uid").asText())
                .toList();
        String namespace = Json.namespace(object);
        String name = Json.name(object);
        return new StoredObject(
                type.key(namespace, name),
                namespace,
                name,
                Json.uid(object),
                version,
                Map.copyOf(labels),
                SelectableFields.of(type, object),
                owners,
                metadata.hasNonNull("deletionTimestamp"),
                Json.write(object));
    }

    ObjectNode tree() {
        return Json.parseObject(json);
    }
}
