package io.netwatch.operator.apiserver;

import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Locale;

/**
 * A request that went through an {@link ApiProxy}, in RBAC's words.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection; for a path that is no resource's the HTTP
 *     method in lower case
 * @param apiGroup empty for the core group
 * @param resource plural; empty for a path that is no resource's
 * @param subresource empty for the object itself
 * @param namespace empty for all namespaces and for cluster-wide kinds
 * @param name empty for a collection
 * @param fieldManager empty when none was named
 * @param contentType of the body, without parameters; empty when there is none
 * @param uri path and query, as they came
 * @param at when it came
 */
public record ProxiedRequest(
        String verb,
        String apiGroup,
        String resource,
        String subresource,
        String namespace,
        String name,
        String fieldManager,
        String contentType,
        String uri,
        Instant at) {

    static ProxiedRequest of(HttpServerRequest request) {
        Call call = Call.of(request, "");
        Target target = call.target();
        boolean itself = target.resource().equals("namespaces");
        return new ProxiedRequest(
                target.isResource() ? call.verb() : call.method().toLowerCase(Locale.ROOT),
                target.group(),
                target.resource(),
                target.subresource(),
                itself ? "" : target.namespace(),
                target.name(),
                call.param("fieldManager"),
                call.contentType(),
                request.uri(),
                Instant.now());
    }

    public boolean isWatch() {
        return verb.equals("watch");
    }

    /** The resource as a rule of RBAC names it: {@code netwatchpolicies/status}. */
    public String rbacResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    boolean is(String verb, String resource) {
        return this.verb.equals(verb) && rbacResource().equals(resource);
    }

    String kind() {
        return apiGroup + "/" + resource;
    }
}
