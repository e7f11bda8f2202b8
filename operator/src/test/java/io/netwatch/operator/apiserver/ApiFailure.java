package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A request that is refused; becomes a {@code Status} body with the wording of a kube-apiserver. */
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String STALE =
            "the object has been modified; please apply your changes to the latest version and try again";

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    /** Why one field is refused, as in {@code StatusCause}. */
    record Cause(String reason, String field, String message) {
        static Cause invalid(String field, String message) {
            return new Cause("FieldValueInvalid", field, message);
        }

        static Cause required(String field, String why) {
            return new Cause("FieldValueRequired", field, why.isEmpty() ? "Required value" : "Required value: " + why);
        }

        String line() {
            return field + ": " + message;
        }
    }

    private ApiFailure(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, Json.object());
    }

    static ApiFailure noSuchPath() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    static ApiFailure notFound(ResourceType type, String name) {
        String message = "%s \"%s\" not found".formatted(type.qualifiedPlural(), name);
        return new ApiFailure(404, "NotFound", message, details(type.group(), type.plural(), name));
    }

    static ApiFailure forbidden(ResourceType type, String name, String why) {
        String message = "%s \"%s\" is forbidden: %s".formatted(type.qualifiedPlural(), name, why);
        return new ApiFailure(403, "Forbidden", message, details(type.group(), type.plural(), name));
    }

    static ApiFailure methodNotAllowed() {
        return new ApiFailure(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Json.object());
    }

    static ApiFailure alreadyExists(ResourceType type, String name) {
        String message = "%s \"%s\" already exists".formatted(type.qualifiedPlural(), name);
        return new ApiFailure(409, "AlreadyExists", message, details(type.group(), type.plural(), name));
    }

    static ApiFailure stale(ResourceType type, String name) {
        return conflict(type, name, STALE);
    }

    static ApiFailure conflict(ResourceType type, String name, String why) {
        String message = "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type.qualifiedPlural(), name, why);
        return new ApiFailure(409, "Conflict", message, details(type.group(), type.plural(), name));
    }

    /** Server-side apply found fields of other managers. */
    static ApiFailure applyConflict(List<Cause> causes) {
        StringBuilder message = new StringBuilder("Apply failed with " + causes.size() + " conflict");
        message.append(causes.size() == 1 ? ": " : "s: ");
        message.append(String.join(
                "\n", causes.stream().map(c -> c.message() + ": " + c.field()).toList()));
        return new ApiFailure(409, "Conflict", message.toString(), withCauses(Json.object(), causes));
    }

    static ApiFailure expired(String message) {
        return new ApiFailure(410, "Expired", message, Json.object());
    }

    static ApiFailure unsupportedMediaType(String accepted) {
        String message = "the body of the request was in an unknown format - accepted media types include: " + accepted;
        return new ApiFailure(415, "UnsupportedMediaType", message, Json.object());
    }

    static ApiFailure rejectedPatch() {
        return new ApiFailure(
                422, "Invalid", "the server rejected our request due to an error in our request", Json.object());
    }

    /** An apply has fields that the schema doesn't know. */
    static ApiFailure undeclared(ResourceType type, ObjectNode object, List<String> paths) {
        List<String> lines = paths.stream()
                .map(path -> path + ": field not declared in schema")
                .toList();
        String why = lines.size() == 1 ? lines.get(0) : "errors:\n  " + String.join("\n  ", lines);
        String message = "failed to create typed patch object (%s/%s; %s, Kind=%s): %s"
                .formatted(Json.namespace(object), Json.name(object), type.apiVersion(), type.kind(), why);
        return new ApiFailure(500, "", message, Json.object());
    }

    static ApiFailure invalid(String group, String kind, String name, List<Cause> causes) {
        String lines = String.join(", ", causes.stream().map(Cause::line).toList());
        String why = causes.size() == 1 ? lines : "[" + lines + "]";
        String qualified = group.isEmpty() ? kind : kind + "." + group;
        String message = "%s \"%s\" is invalid: %s".formatted(qualified, name, why);
        return new ApiFailure(422, "Invalid", message, withCauses(details(group, kind, name), causes));
    }

    static ApiFailure invalid(ResourceType type, String name, List<Cause> causes) {
        return invalid(type.group(), type.kind(), name, causes);
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        return status(code, reason, getMessage(), details);
    }

    static ObjectNode status(int code, String reason, String message, ObjectNode details) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message).put("reason", reason);
        status.set("details", details);
        return status.put("code", code);
    }

    private static ObjectNode details(String group, String kind, String name) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        return details.put("kind", kind);
    }

    private static ObjectNode withCauses(ObjectNode details, List<Cause> causes) {
        ArrayNode list = details.putArray("causes");
        for (Cause cause : causes) {
            list.addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        }
        return details;
    }
}
