package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netwatch.operator.apiserver.ApiFailure.Cause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Creates and replaces objects: what a kube-apiserver does between a body and its store. */
final class Writer {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    /** Names of roles may hold colons and capitals: they only have to be a path segment. */
    private static final String PATH_SEGMENT_GROUP = "rbac.authorization.k8s.io";

    private static final String NAME_RULE = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
            + " regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Store store;
    private final Types types;

    Writer(Store store, Types types) {
        this.store = store;
        this.types = types;
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** @throws ApiFailure 400, 403, 404 (no such namespace), 409 or 422 */
    ObjectNode create(ResourceType type, String namespace, ObjectNode body, Intent intent) {
        ObjectNode object = EventForms.toStored(type, checkKind(type, body.deepCopy()));
        checkStrictly(type, object, intent);
        Json.metadata(object).remove("managedFields");
        prepareNew(type, namespace, object);
        ManagedFields fields = new ManagedFields();
        fields.written(intent.owner(), Json.object(), object, type.structure(), now());
        fields.writeTo(object);
        return insert(type, object, intent);
    }

    /** The part of a creation that is the same for a POST and for an apply that finds nothing. */
    void prepareNew(ResourceType type, String namespace, ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        nameIt(type, metadata);
        placeIt(type, namespace, metadata);
        if (store.get(type, namespace, Json.name(object)).isPresent()) {
            throw ApiFailure.alreadyExists(type, Json.name(object));
        }
        for (String owned : List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink")) {
            metadata.remove(owned);
        }
        boolean keepsStatus = type.schema().isEmpty() && (type.is("", "nodes") || type.isPod());
        if (type.status() && !keepsStatus) {
            object.remove("status");
        }
        shape(type, object);
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
        if (type.generation()) {
            metadata.put("generation", 1);
        } else {
            metadata.remove("generation");
        }
    }

    ObjectNode insert(ResourceType type, ObjectNode object, Intent intent) {
        check(type, object);
        if (type.isDefinition()) {
            Types.establish(object);
        }
        if (type.isPod()) {
            Json.child(object, "status")
                    .put("phase", object.path("status").path("phase").asText("Pending"));
        }
        return intent.dryRun() ? object : store.put(type, object).tree();
    }

    /**
     * Makes an object what a body says, as far as the client may change it.
     *
     * @param body the whole object; changed in place
     * @param track whether to note the intent's manager as the owner of what changed (an apply has done that itself)
     */
    ObjectNode replace(ResourceType type, ObjectNode current, ObjectNode body, Intent intent, boolean track) {
        checkVersion(type, current, body);
        checkStrictly(type, body, intent);
        ObjectNode next = keepWhatIsNotWritten(type, current, body, intent.subresource());
        keepMetadata(type, current, next);
        shape(type, next);
        if (type.generation() && wantsChanged(current, next)) {
            Json.metadata(next)
                    .put(
                            "generation",
                            current.path("metadata").path("generation").asLong() + 1);
        }
        if (track) {
            ManagedFields fields = ManagedFields.of(current);
            fields.written(intent.owner(), current, next, type.structure(), now());
            fields.writeTo(next);
        }
        if (next.equals(current)) {
            return current;
        }
        check(type, next);
        Immutables.check(type, current, next);
        return intent.dryRun() ? next : commit(type, next);
    }

    /** Stores, or removes what only waited for its last finalizer. */
    ObjectNode commit(ResourceType type, ObjectNode next) {
        JsonNode metadata = next.path("metadata");
        boolean finalizers = !metadata.path("finalizers").isEmpty();
        boolean graceful = metadata.path("deletionGracePeriodSeconds").asLong() > 0;
        boolean done = metadata.hasNonNull("deletionTimestamp") && !finalizers && !graceful && !type.isNamespace();
        return (done ? store.remove(type, next) : store.put(type, next)).tree();
    }

    private static void checkVersion(ResourceType type, ObjectNode current, ObjectNode body) {
        String name = Json.name(current);
        String asked = body.path("metadata").path("resourceVersion").asText("");
        if (asked.isEmpty() && type.schema().isPresent()) {
            Cause cause =
                    Cause.invalid("metadata.resourceVersion", "Invalid value: 0: must be specified for an update");
            throw ApiFailure.invalid(type, name, List.of(cause));
        }
        if (!asked.isEmpty()
                && !asked.equals(
                        current.path("metadata").path("resourceVersion").asText())) {
            throw ApiFailure.stale(type, name);
        }
        String uid = Json.uid(body);
        if (!uid.isEmpty() && !uid.equals(Json.uid(current))) {
            throw ApiFailure.conflict(
                    type,
                    name,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(uid, Json.uid(current)));
        }
    }

    private static ObjectNode keepWhatIsNotWritten(
            ResourceType type, ObjectNode current, ObjectNode body, String subresource) {
        if (subresource.equals("status")) {
            ObjectNode next = current.deepCopy();
            setOrRemove(next, "status", body.get("status"));
            setOrRemove(
                    Json.metadata(next), "managedFields", body.path("metadata").get("managedFields"));
            return next;
        }
        if (type.status()) {
            setOrRemove(body, "status", current.get("status"));
        }
        return body;
    }

    private static void keepMetadata(ResourceType type, ObjectNode current, ObjectNode next) {
        next.put("apiVersion", current.path("apiVersion").asText());
        next.put("kind", type.kind());
        ObjectNode metadata = Json.metadata(next);
        for (String field : List.of(
                "name",
                "namespace",
                "uid",
                "creationTimestamp",
                "generation",
                "generateName",
                "deletionTimestamp",
                "deletionGracePeriodSeconds",
                "resourceVersion")) {
            setOrRemove(metadata, field, current.path("metadata").get(field));
        }
    }

    private static boolean wantsChanged(ObjectNode current, ObjectNode next) {
        ObjectNode before = current.deepCopy();
        ObjectNode after = next.deepCopy();
        List<String> aside = List.of("metadata", "status");
        return !before.remove(aside).equals(after.remove(aside));
    }

    private static void setOrRemove(ObjectNode object, String field, JsonNode value) {
        if (value == null || value.isNull()) {
            object.remove(field);
        } else {
            object.set(field, value);
        }
    }

    static ObjectNode checkKind(ResourceType type, ObjectNode body) {
        String kind = body.path("kind").asText(type.kind());
        String apiVersion = body.path("apiVersion").asText(type.apiVersion());
        if (!kind.equals(type.kind()) || !apiVersion.equals(type.apiVersion())) {
            throw ApiFailure.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s".formatted(kind, apiVersion, type.kind()));
        }
        return body.put("kind", kind).put("apiVersion", apiVersion);
    }

    private static void nameIt(ResourceType type, ObjectNode metadata) {
        String prefix = metadata.path("generateName").asText("");
        String name = metadata.path("name").asText("");
        if (!prefix.isEmpty()
                && !type.group().equals(PATH_SEGMENT_GROUP)
                && !NAME.matcher(prefix.replaceFirst("-$", "a")).matches()) {
            String why = "Invalid value: \"%s\": %s".formatted(prefix, NAME_RULE);
            throw ApiFailure.invalid(type, name, List.of(Cause.invalid("metadata.generateName", why)));
        }
        if (name.isEmpty() && !prefix.isEmpty()) {
            StringBuilder made = new StringBuilder(prefix);
            ThreadLocalRandom.current()
                    .ints(5, 0, SUFFIX_LETTERS.length())
                    .forEach(i -> made.append(SUFFIX_LETTERS.charAt(i)));
            name = made.toString();
            metadata.put("name", name);
        }
        if (name.isEmpty()) {
            throw ApiFailure.invalid(
                    type, "", List.of(Cause.required("metadata.name", "name or generateName is required")));
        }
        if (!type.group().equals(PATH_SEGMENT_GROUP) && !NAME.matcher(name).matches()) {
            String why = "Invalid value: \"%s\": %s".formatted(name, NAME_RULE);
            throw ApiFailure.invalid(type, name, List.of(Cause.invalid("metadata.name", why)));
        }
    }

    private void placeIt(ResourceType type, String namespace, ObjectNode metadata) {
        if (!type.namespaced()) {
            metadata.remove("namespace");
            return;
        }
        if (!metadata.path("namespace").asText(namespace).equals(namespace)) {
            throw ApiFailure.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        ResourceType namespaces = types.builtIn("", "namespaces");
        StoredObject place =
                store.get(namespaces, "", namespace).orElseThrow(() -> ApiFailure.notFound(namespaces, namespace));
        if (place.deleting()) {
            String why = "unable to create new content in namespace %s because it is being terminated";
            throw ApiFailure.forbidden(type, metadata.path("name").asText(), why.formatted(namespace));
        }
        metadata.put("namespace", namespace);
    }

    private static void checkStrictly(ResourceType type, ObjectNode object, Intent intent) {
        if (!intent.strict() || type.schema().isEmpty()) {
            return;
        }
        List<String> unknown = UnknownFields.of(object, type.schema().get(), false).stream()
                .map(path -> "unknown field \"" + path.substring(1) + "\"")
                .toList();
        if (!unknown.isEmpty()) {
            throw ApiFailure.badRequest("%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                    .formatted(type.kind(), type.version(), type.kind(), String.join(", ", unknown)));
        }
    }

    private static void shape(ResourceType type, ObjectNode object) {
        if (type.schema().isPresent()) {
            type.schema().get().shape(object);
        } else {
            BuiltInDefaults.fill(type, object);
        }
    }

    private static void check(ResourceType type, ObjectNode object) {
        List<Cause> causes = type.schema().map(schema -> schema.check(object)).orElse(List.of());
        if (!causes.isEmpty()) {
            throw ApiFailure.invalid(type, Json.name(object), causes);
        }
    }
}
