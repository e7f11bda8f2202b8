package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The defaults that a kube-apiserver fills into built-in kinds and that a client which compares what it wanted with what it got
 * can trip over. Source: {@code pkg/apis/core/v1/defaults.go} and {@code pkg/apis/apps/v1/defaults.go}.
 */
final class BuiltInDefaults {
    private BuiltInDefaults() {}

    static void fill(ResourceType type, ObjectNode object) {
        switch (type.plural()) {
            case "namespaces" -> namespace(object);
            case "secrets" -> secret(object);
            case "services" -> service(Json.child(object, "spec"));
            case "pods" -> podSpec(Json.child(object, "spec"));
            case "daemonsets" -> daemonSet(Json.child(object, "spec"));
            case "deployments" -> deployment(Json.child(object, "spec"));
            case "networkpolicies" -> networkPolicy(Json.child(object, "spec"));
            case "customresourcedefinitions" -> definition(Json.child(object, "spec"));
            default -> {
                // Nothing that matters here.
            }
        }
    }

    private static void namespace(ObjectNode object) {
        Json.child(Json.metadata(object), "labels").put("kubernetes.io/metadata.name", Json.name(object));
        ObjectNode spec = Json.child(object, "spec");
        if (!spec.has("finalizers")) {
            spec.putArray("finalizers").add("kubernetes");
        }
        put(Json.child(object, "status"), "phase", "Active");
    }

    private static void secret(ObjectNode object) {
        put(object, "type", "Opaque");
        JsonNode plain = object.remove("stringData");
        if (plain != null) {
            ObjectNode data = Json.child(object, "data");
            plain.properties().forEach(field -> {
                byte[] bytes = field.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(field.getKey(), Base64.getEncoder().encodeToString(bytes));
            });
        }
    }

    private static void service(ObjectNode spec) {
        put(spec, "type", "ClusterIP");
        put(spec, "sessionAffinity", "None");
        put(spec, "internalTrafficPolicy", "Cluster");
        put(spec, "ipFamilyPolicy", "SingleStack");
        for (JsonNode each : spec.path("ports")) {
            ObjectNode port = (ObjectNode) each;
            put(port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                port.set("targetPort", port.get("port"));
            }
        }
    }

    private static void daemonSet(ObjectNode spec) {
        ObjectNode strategy = Json.child(spec, "updateStrategy");
        put(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            put(rolling, "maxUnavailable", 1);
            put(rolling, "maxSurge", 0);
        }
        put(spec, "revisionHistoryLimit", 10);
        podSpec(Json.child(Json.child(spec, "template"), "spec"));
    }

    private static void deployment(ObjectNode spec) {
        put(spec, "replicas", 1);
        put(spec, "revisionHistoryLimit", 10);
        put(spec, "progressDeadlineSeconds", 600);
        put(Json.child(spec, "strategy"), "type", "RollingUpdate");
        podSpec(Json.child(Json.child(spec, "template"), "spec"));
    }

    private static void podSpec(ObjectNode spec) {
        put(spec, "restartPolicy", "Always");
        put(spec, "terminationGracePeriodSeconds", 30);
        put(spec, "dnsPolicy", "ClusterFirst");
        put(spec, "schedulerName", "default-scheduler");
        Json.child(spec, "securityContext");
        if (spec.has("serviceAccountName")) {
            put(spec, "serviceAccount", spec.path("serviceAccountName").asText());
        }
        for (String list : List.of("containers", "initContainers")) {
            spec.path(list).forEach(container -> container((ObjectNode) container));
        }
        for (JsonNode volume : spec.path("volumes")) {
            for (String source : List.of("secret", "configMap", "projected", "downwardAPI")) {
                if (volume.get(source) instanceof ObjectNode files) {
                    put(files, "defaultMode", 420);
                }
            }
            if (volume.get("hostPath") instanceof ObjectNode path) {
                put(path, "type", "");
            }
        }
    }

    private static void container(ObjectNode container) {
        put(container, "terminationMessagePath", "/dev/termination-log");
        put(container, "terminationMessagePolicy", "File");
        String image = container.path("image").asText();
        boolean latest = image.endsWith(":latest")
                || !image.substring(image.lastIndexOf('/') + 1).matches(".*[:@].*");
        put(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        Json.child(container, "resources");
        container.path("ports").forEach(port -> put((ObjectNode) port, "protocol", "TCP"));
        for (JsonNode env : container.path("env")) {
            if (env.path("valueFrom").get("fieldRef") instanceof ObjectNode field) {
                put(field, "apiVersion", "v1");
            }
        }
        for (String name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(name) instanceof ObjectNode probe) {
                probe(probe);
            }
        }
    }

    private static void probe(ObjectNode probe) {
        put(probe, "timeoutSeconds", 1);
        put(probe, "periodSeconds", 10);
        put(probe, "successThreshold", 1);
        put(probe, "failureThreshold", 3);
        if (probe.get("httpGet") instanceof ObjectNode get) {
            put(get, "path", "/");
            put(get, "scheme", "HTTP");
        }
    }

    private static void networkPolicy(ObjectNode spec) {
        if (!spec.has("policyTypes")) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (spec.has("egress")) {
                types.add("Egress");
            }
        }
        for (String direction : List.of("ingress", "egress")) {
            spec.path(direction)
                    .forEach(rule -> rule.path("ports").forEach(port -> put((ObjectNode) port, "protocol", "TCP")));
        }
    }

    private static void definition(ObjectNode spec) {
        ObjectNode names = Json.child(spec, "names");
        String kind = names.path("kind").asText();
        put(names, "singular", kind.toLowerCase(Locale.ROOT));
        put(names, "listKind", kind + "List");
        put(Json.child(spec, "conversion"), "strategy", "None");
    }

    private static void put(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    private static void put(ObjectNode object, String field, int value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }
}
