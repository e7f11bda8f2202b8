package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** From a request that isn't a watch to its answer. Called with the cluster's monitor held. */
final class Routes {
    private final Cluster cluster;
    private final Discovery discovery;
    private final Lister lister;

    Routes(Cluster cluster) {
        this.cluster = cluster;
        discovery = new Discovery(cluster.types);
        lister = new Lister(cluster.store);
    }

    Answer answer(Call call) {
        try {
            return route(call);
        } catch (ApiFailure failure) {
            return Answer.json(failure.code(), failure.status());
        }
    }

    /** @throws ApiFailure 404 when no such kind is served */
    ResourceType type(Target target) {
        return cluster.types
                .find(target.group(), target.version(), target.resource())
                .orElseThrow(ApiFailure::noSuchPath);
    }

    private Answer route(Call call) {
        if (List.of("/healthz", "/livez", "/readyz").contains(call.path())) {
            return Answer.text(200, "ok");
        }
        Target target = call.target();
        if (!target.isResource()) {
            return discovery.answer(call.path()).map(Answer::ok).orElse(Answer.text(404, "404 page not found\n"));
        }
        if (call.method().equals("POST")) {
            Optional<ObjectNode> review = target.group().startsWith("auth")
                    ? cluster.reviews.answer(target, Json.parseObject(call.body()))
                    : Optional.empty();
            if (review.isPresent()) {
                return Answer.json(201, review.get());
            }
        }
        ResourceType type = type(target);
        checkSubresource(type, target);
        return switch (call.verb()) {
            case "get" -> get(type, target, call);
            case "list" -> list(type, call);
            case "create" -> create(type, target, call);
            case "update" -> update(type, target, call);
            case "patch" -> patch(type, target, call);
            case "delete" -> delete(type, target, call);
            case "deletecollection" -> deleteCollection(type, target, call);
            default -> throw ApiFailure.methodNotAllowed();
        };
    }

    private static void checkSubresource(ResourceType type, Target target) {
        boolean status = target.subresource().equals("status") && type.status();
        if (!target.subresource().isEmpty() && !status) {
            throw ApiFailure.noSuchPath();
        }
    }

    private StoredObject find(ResourceType type, Target target) {
        return cluster.store
                .get(type, target.namespace(), target.name())
                .orElseThrow(() -> ApiFailure.notFound(type, target.name()));
    }

    private Answer get(ResourceType type, Target target, Call call) {
        StoredObject found = find(type, target);
        if (call.wantsTable()) {
            return Answer.ok(Tables.of(type, List.of(found), found.version(), ""));
        }
        return new Answer(200, "application/json", EventForms.served(type, found));
    }

    private Answer list(ResourceType type, Call call) {
        Lister.Page page = lister.page(type, call);
        if (call.wantsTable()) {
            return Answer.ok(Tables.of(type, page.items(), page.version(), page.next()));
        }
        return new Answer(200, "application/json", Lister.write(type, page));
    }

    private Answer create(ResourceType type, Target target, Call call) {
        if (!target.name().isEmpty() || (type.namespaced() && target.namespace().isEmpty())) {
            throw ApiFailure.methodNotAllowed();
        }
        checkBody(call);
        ObjectNode body = Json.parseObject(call.body());
        return served(201, type, cluster.writer.create(type, target.namespace(), body, call.intent(type)));
    }

    private Answer update(ResourceType type, Target target, Call call) {
        if (target.name().isEmpty()) {
            throw ApiFailure.methodNotAllowed();
        }
        checkBody(call);
        ObjectNode body = Writer.checkKind(type, Json.parseObject(call.body()));
        String named = Json.name(body);
        if (!named.isEmpty() && !named.equals(target.name())) {
            throw ApiFailure.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(named, target.name()));
        }
        ObjectNode current = find(type, target).tree();
        ObjectNode next = EventForms.toStored(type, body);
        return served(200, type, cluster.writer.replace(type, current, next, call.intent(type), true));
    }

    private Answer patch(ResourceType type, Target target, Call call) {
        if (target.name().isEmpty()) {
            throw ApiFailure.methodNotAllowed();
        }
        Patcher.Patched patched =
                cluster.patcher.patch(type, target, call.contentType(), call.body(), call.intent(type));
        return served(patched.created() ? 201 : 200, type, patched.object());
    }

    private static void checkBody(Call call) {
        List<String> accepted = List.of("", "application/json", "application/yaml");
        if (!accepted.contains(call.contentType())) {
            throw ApiFailure.unsupportedMediaType(String.join(", ", accepted.subList(1, 3)));
        }
    }

    private Answer delete(ResourceType type, Target target, Call call) {
        Remover.Removed removed = cluster.remover.remove(type, find(type, target), deleteOptions(call));
        if (!removed.gone() || type.isPod()) {
            return served(200, type, removed.object());
        }
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details =
                status.put("status", "Success").putObject("details").put("name", target.name());
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        details.put("kind", type.plural()).put("uid", Json.uid(removed.object()));
        return Answer.ok(status);
    }

    private Answer deleteCollection(ResourceType type, Target target, Call call) {
        if (type.isNamespace() || (type.namespaced() && target.namespace().isEmpty())) {
            throw ApiFailure.methodNotAllowed();
        }
        Lister.Page page = lister.page(type, call);
        ObjectNode options = deleteOptions(call);
        ObjectNode list = Json.object().put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(page.version()));
        ArrayNode items = list.putArray("items");
        for (StoredObject each : page.items()) {
            items.add(cluster.remover.remove(type, each, options).object());
        }
        return Answer.ok(list);
    }

    /** From the body, or from the query as kubectl and others may send them. */
    private static ObjectNode deleteOptions(Call call) {
        ObjectNode options = call.body().isBlank() ? Json.object() : Json.parseObject(call.body());
        if (!call.param("propagationPolicy").isEmpty()) {
            options.put("propagationPolicy", call.param("propagationPolicy"));
        }
        if (!call.param("gracePeriodSeconds").isEmpty()) {
            options.put("gracePeriodSeconds", Integer.parseInt(call.param("gracePeriodSeconds")));
        }
        return options;
    }

    private static Answer served(int code, ResourceType type, JsonNode object) {
        return Answer.json(code, EventForms.toServed(type, (ObjectNode) object.deepCopy()));
    }
}
