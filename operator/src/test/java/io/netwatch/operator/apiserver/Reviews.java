package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who a token belongs to and who may do what, as a test says; answers the reviews of both. */
final class Reviews {
    private final Map<String, User> byToken = new HashMap<>();
    private final Set<Grant> grants = new HashSet<>();

    private record User(String name, List<String> groups) {}

    private record Grant(String subject, String verb, String what) {}

    void token(String token, String user, List<String> groups) {
        byToken.put(token, new User(user, List.copyOf(groups)));
    }

    /** @param what a path such as {@code /metrics}, or {@code group/resource} */
    void allow(String userOrGroup, String verb, String what) {
        grants.add(new Grant(userOrGroup, verb, what));
    }

    /** The review with its status, or empty when this is no review. */
    Optional<ObjectNode> answer(Target target, ObjectNode review) {
        ObjectNode answer = review.deepCopy();
        switch (target.group() + "/" + target.resource()) {
            case "authentication.k8s.io/tokenreviews" -> answer.set("status", identity(review.path("spec")));
            case "authorization.k8s.io/subjectaccessreviews" ->
                answer.putObject("status").put("allowed", isAllowed(review.path("spec")));
            case "authorization.k8s.io/selfsubjectaccessreviews" ->
                answer.putObject("status").put("allowed", true);
            case "authorization.k8s.io/selfsubjectrulesreviews" -> answer.set("status", everything());
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(answer);
    }

    /** Whoever calls may do all, and nothing is left out of the answer. */
    private static ObjectNode everything() {
        ObjectNode status = Json.object().put("incomplete", false);
        status.putArray("nonResourceRules");
        ObjectNode rule = status.putArray("resourceRules").addObject();
        for (String part : List.of("verbs", "apiGroups", "resources")) {
            rule.putArray(part).add("*");
        }
        return status;
    }

    private ObjectNode identity(JsonNode spec) {
        ObjectNode status = Json.object();
        User user = byToken.get(spec.path("token").asText());
        if (user == null) {
            status.putObject("user");
            return status.put("error", "invalid bearer token");
        }
        status.put("authenticated", true);
        ObjectNode shown = status.putObject("user").put("username", user.name());
        user.groups().forEach(shown.withArray("groups")::add);
        status.putArray("audiences").add("https://kubernetes.default.svc");
        return status;
    }

    private boolean isAllowed(JsonNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        JsonNode path = spec.path("nonResourceAttributes");
        String verb = (path.isObject() ? path : resource).path("verb").asText();
        String what = path.isObject()
                ? path.path("path").asText()
                : resource.path("group").asText("") + "/"
                        + resource.path("resource").asText();
        List<String> subjects = new ArrayList<>(List.of(spec.path("user").asText()));
        spec.path("groups").forEach(group -> subjects.add(group.asText()));
        return subjects.stream().anyMatch(subject -> grants.contains(new Grant(subject, verb, what)));
    }
}
