package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Events are one store behind two groups with different names for the same fields; kept in the form of the core group.
 * Source: {@code pkg/apis/events/v1/conversion.go}.
 */
final class EventForms {
    private static final String GROUP = "events.k8s.io";
    private static final Map<String, String> CORE_TO_NEW = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");

    private EventForms() {}

    static String storageKey(ResourceType type) {
        return isNew(type) ? "/events" : type.group() + "/" + type.plural();
    }

    /** The stored form of what a client sent. */
    static ObjectNode toStored(ResourceType type, ObjectNode object) {
        if (isNew(type)) {
            CORE_TO_NEW.forEach((core, other) -> rename(object, other, core));
            object.put("apiVersion", "v1");
        }
        return object;
    }

    /** What a client of this group gets to see. */
    static ObjectNode toServed(ResourceType type, ObjectNode object) {
        if (isNew(type)) {
            CORE_TO_NEW.forEach((core, other) -> rename(object, core, other));
            object.put("apiVersion", type.apiVersion());
        }
        return object;
    }

    static String served(ResourceType type, StoredObject object) {
        return isNew(type) ? Json.write(toServed(type, object.tree())) : object.json();
    }

    static boolean isNew(ResourceType type) {
        return type.is(GROUP, "events");
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }
}
