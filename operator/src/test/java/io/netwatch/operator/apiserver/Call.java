package io.netwatch.operator.apiserver;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** One request, read. */
record Call(String method, String path, Target target, MultiMap query, MultiMap headers, String body) {
    static Call of(HttpServerRequest request, String body) {
        String path = request.path().replaceAll("/+$", "");
        return new Call(
                request.method().name(),
                path.isEmpty() ? "/" : path,
                Target.of(path.isEmpty() ? "/" : path),
                request.params(),
                request.headers(),
                body);
    }

    String param(String name) {
        String value = query.get(name);
        return value == null ? "" : value;
    }

    boolean flag(String name) {
        return param(name).equals("true") || param(name).equals("1");
    }

    boolean isWatch() {
        return method.equals("GET") && flag("watch");
    }

    String verb() {
        return target.verb(method, isWatch());
    }

    /** Without parameters, lower case; empty when there is none. */
    String contentType() {
        String value = headers.get("Content-Type");
        return value == null ? "" : value.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    boolean wantsTable() {
        String accept = headers.get("Accept");
        return accept != null && accept.contains("as=Table");
    }

    /** The manager of what this call writes: asked for, or as a server derives it from the client's name. */
    Intent intent(ResourceType type) {
        boolean apply = contentType().equals(Patcher.APPLY);
        String agent = headers.get("User-Agent");
        String derived = agent == null || apply ? "" : agent.replaceAll("/.*", "");
        String name = param("fieldManager").isEmpty() ? derived : param("fieldManager");
        FieldOwner owner = new FieldOwner(name, apply ? "Apply" : "Update", type.apiVersion(), target.subresource());
        boolean strict = param("fieldValidation").equals("Strict");
        boolean dryRun = !param("dryRun").isEmpty();
        return new Intent(owner, target.subresource(), flag("force"), dryRun, strict);
    }

    Selector selector(ResourceType type) {
        String byName = target.name().isEmpty() ? "" : ",metadata.name=" + target.name();
        String namespace = type.namespaced() ? target.namespace() : "";
        return Selector.of(type, namespace, param("labelSelector"), param("fieldSelector") + byName);
    }
}
