package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netwatch.operator.apiserver.ApiFailure.Cause;
import java.util.List;

/** Fields of built-in kinds that can't be changed, with a kube-apiserver's words on it. */
final class Immutables {
    private static final List<Immutable> ALL = List.of(
            new Immutable("apps", "daemonsets", "/spec/selector", "field is immutable"),
            new Immutable("", "services", "/spec/clusterIP", "may not change once set"),
            new Immutable("", "secrets", "/type", "field is immutable"),
            new Immutable("rbac.authorization.k8s.io", "rolebindings", "/roleRef", "cannot change roleRef"));

    private record Immutable(String group, String plural, String field, String words) {}

    private Immutables() {}

    /** @throws ApiFailure 422 when such a field was set and is to be another */
    static void check(ResourceType type, ObjectNode current, ObjectNode next) {
        for (Immutable each : ALL) {
            JsonNode before = current.at(each.field());
            if (type.is(each.group(), each.plural())
                    && !before.isMissingNode()
                    && !before.equals(next.at(each.field()))) {
                String path = each.field().substring(1).replace('/', '.');
                Cause cause = Cause.invalid(path, "Invalid value: " + next.at(each.field()) + ": " + each.words());
                throw ApiFailure.invalid(type, Json.name(current), List.of(cause));
            }
        }
    }
}
