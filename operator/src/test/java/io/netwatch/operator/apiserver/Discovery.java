package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a client asks to learn what is served: {@code /version}, {@code /api}, {@code /apis} and below. */
final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Types types;

    Discovery(Types types) {
        this.types = types;
    }

    Optional<ObjectNode> answer(String path) {
        String[] parts = path.substring(1).split("/", -1);
        return switch (parts[0]) {
            case "version" -> Optional.of(version());
            case "api" ->
                parts.length == 1
                        ? Optional.of(coreVersions())
                        : parts.length == 2 ? resources("", parts[1]) : Optional.empty();
            case "apis" ->
                switch (parts.length) {
                    case 1 -> Optional.of(groups());
                    case 2 -> group(parts[1]);
                    case 3 -> resources(parts[1], parts[2]);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.0")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        return versions;
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        Set<String> names =
                types.all().stream().map(ResourceType::group).collect(Collectors.toCollection(LinkedHashSet::new));
        names.addAll(List.of("authentication.k8s.io", "authorization.k8s.io"));
        names.stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> group(name).ifPresent(groups::add));
        return list;
    }

    private Optional<ObjectNode> group(String name) {
        Set<String> versions = types.all().stream()
                .filter(type -> type.group().equals(name))
                .map(ResourceType::version)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (isReviews(name)) {
            versions.add("v1");
        }
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode group =
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
        for (String version : versions) {
            ObjectNode shown =
                    Json.object().put("groupVersion", name + "/" + version).put("version", version);
            group.withArray("versions").add(shown);
            group.set("preferredVersion", shown);
        }
        return Optional.of(group);
    }

    private Optional<ObjectNode> resources(String group, String version) {
        Predicate<ResourceType> here =
                type -> type.group().equals(group) && type.version().equals(version);
        List<ResourceType> found = types.all().stream().filter(here).toList();
        boolean reviews = isReviews(group) && version.equals("v1");
        if (found.isEmpty() && !reviews) {
            return Optional.empty();
        }
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        found.forEach(type -> describe(type, resources));
        if (reviews) {
            String kind = group.equals("authentication.k8s.io") ? "TokenReview" : "SubjectAccessReview";
            ObjectNode review = resources.addObject().put("name", kind.toLowerCase(java.util.Locale.ROOT) + "s");
            review.put("singularName", "")
                    .put("namespaced", false)
                    .put("kind", kind)
                    .putArray("verbs")
                    .add("create");
        }
        return Optional.of(list);
    }

    private static boolean isReviews(String group) {
        return group.equals("authentication.k8s.io") || group.equals("authorization.k8s.io");
    }

    private static void describe(ResourceType type, ArrayNode resources) {
        ObjectNode shown = resources.addObject();
        shown.put("name", type.plural()).put("singularName", type.singular());
        shown.put("namespaced", type.namespaced()).put("kind", type.kind());
        VERBS.forEach(shown.putArray("verbs")::add);
        type.shortNames().forEach(shown.withArray("shortNames")::add);
        type.categories().forEach(shown.withArray("categories")::add);
        if (type.status()) {
            ObjectNode status = resources.addObject().put("name", type.plural() + "/status");
            status.put("singularName", "").put("namespaced", type.namespaced()).put("kind", type.kind());
            List.of("get", "patch", "update").forEach(status.putArray("verbs")::add);
        }
    }
}
