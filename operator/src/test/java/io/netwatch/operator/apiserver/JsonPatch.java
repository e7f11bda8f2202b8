package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON patch (RFC 6902). */
final class JsonPatch {
    private JsonPatch() {}

    /** @throws ApiFailure 422 when an operation doesn't fit the object or a test fails */
    static ObjectNode apply(ObjectNode target, JsonNode operations) {
        for (JsonNode operation : operations) {
            try {
                run(target, operation);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw ApiFailure.rejectedPatch();
            }
        }
        return target;
    }

    private static void run(ObjectNode target, JsonNode operation) {
        JsonPointer path = JsonPointer.compile(operation.path("path").asText());
        JsonPointer from = JsonPointer.compile(operation.path("from").asText(""));
        switch (operation.path("op").asText()) {
            case "add" -> add(target, path, operation.path("value"));
            case "replace" -> {
                remove(target, path);
                add(target, path, operation.path("value"));
            }
            case "remove" -> remove(target, path);
            case "copy" -> add(target, path, target.at(from).deepCopy());
            case "move" -> add(target, path, remove(target, from));
            case "test" -> require(target.at(path).equals(operation.path("value")));
            default -> throw ApiFailure.rejectedPatch();
        }
    }

    private static void add(ObjectNode target, JsonPointer path, JsonNode value) {
        JsonNode parent = target.at(path.head());
        String last = path.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode items) {
            int index = last.equals("-") ? items.size() : Integer.parseInt(last);
            require(index <= items.size());
            items.insert(index, value);
        } else {
            throw ApiFailure.rejectedPatch();
        }
    }

    private static JsonNode remove(ObjectNode target, JsonPointer path) {
        JsonNode parent = target.at(path.head());
        String last = path.last().getMatchingProperty();
        JsonNode removed = null;
        if (parent instanceof ObjectNode object) {
            removed = object.remove(last);
        } else if (parent instanceof ArrayNode items) {
            removed = items.remove(Integer.parseInt(last));
        }
        require(removed != null);
        return removed;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw ApiFailure.rejectedPatch();
        }
    }
}
