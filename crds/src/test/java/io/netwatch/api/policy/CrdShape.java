package io.netwatch.api.policy;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;

/**
 * What of a CRD no annotation can say: printer columns in an order, the category, conditions as a map, dates, and bounds of
 * what the records borrow from Kubernetes (label selectors, quantities), without which CEL's cost has no bound.
 */
final class CrdShape implements CRDPostProcessor {
    private static final int WIDE = 1;

    @Override
    public HasMetadata process(HasMetadata resource, String crdVersion) {
        CustomResourceDefinition crd = (CustomResourceDefinition) resource;
        crd.getSpec().getNames().setCategories(List.of(PolicyApi.CATEGORY));
        crd.getSpec().getVersions().forEach(version -> {
            version.setAdditionalPrinterColumns(columns());
            JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
            root.setDescription(crd.getSpec().getNames().getKind() + " "
                    + ("Namespaced".equals(crd.getSpec().getScope())
                            ? "asks NetWatch to watch connections of pods in its own namespace."
                            : "asks NetWatch to watch connections of pods in any namespace, and of nodes."));
            JSONSchemaProps spec = root.getProperties().get("spec");
            spec.setDescription("What is to be watched, and what is to become of it.");
            spec.getProperties().get("expiresAt").setFormat("date-time");
            spec.getProperties().forEach((name, field) -> {
                if (name.endsWith("Selector")) {
                    boundSelector(field);
                }
            });
            spec.getProperties()
                    .get("budget")
                    .getProperties()
                    .values()
                    .forEach(quantity -> quantity.setMaxLength(MAX_QUANTITY));
            JSONSchemaProps status = root.getProperties().get("status");
            status.setDescription("What became of the policy. Written by the operator.");
            status.getProperties().get("lastUploadTime").setFormat("date-time");
            conditions(status.getProperties().get("conditions"));
        });
        return crd;
    }

    /** Longest quantity in characters: more than any that Kubernetes prints. */
    private static final long MAX_QUANTITY = 32;

    /** Longest label key: prefix 253, slash, name 63. Longest value: 63 (Kubernetes, "Labels and Selectors"). */
    private static final long MAX_LABEL_KEY = 317;

    private static final long MAX_LABEL_VALUE = 63;
    private static final long MAX_TERMS = 32;
    private static final long MAX_VALUES = 64;

    private static void boundSelector(JSONSchemaProps selector) {
        JSONSchemaProps labels = selector.getProperties().get("matchLabels");
        labels.setDescription("Labels that must all be there with these values.");
        labels.setMaxProperties(MAX_TERMS);
        labels.getAdditionalProperties().getSchema().setMaxLength(MAX_LABEL_VALUE);

        JSONSchemaProps expressions = selector.getProperties().get("matchExpressions");
        expressions.setDescription("Conditions on labels that must all hold.");
        expressions.setMaxItems(MAX_TERMS);
        JSONSchemaProps expression = expressions.getItems().getSchema();
        expression.setRequired(List.of("key", "operator"));
        expression.setXKubernetesValidations(List.of(rule(Rules.SELECTOR_VALUES, Rules.SELECTOR_VALUES_MESSAGE)));
        JSONSchemaProps key = expression.getProperties().get("key");
        key.setDescription("Key of the label.");
        key.setMinLength(1L);
        key.setMaxLength(MAX_LABEL_KEY);
        JSONSchemaProps operator = expression.getProperties().get("operator");
        operator.setDescription("How the label is compared with the values.");
        operator.setMaxLength(MAX_QUANTITY);
        operator.setXKubernetesValidations(List.of(rule(Rules.SELECTOR_OPERATOR, Rules.SELECTOR_OPERATOR_MESSAGE)));
        JSONSchemaProps values = expression.getProperties().get("values");
        values.setDescription("Values of the label, for In and NotIn.");
        values.setMaxItems(MAX_VALUES);
        values.getItems().getSchema().setMaxLength(MAX_LABEL_VALUE);
    }

    private static ValidationRule rule(String expression, String message) {
        ValidationRule rule = new ValidationRule();
        rule.setRule(expression);
        rule.setMessage(message);
        return rule;
    }

    private static void conditions(JSONSchemaProps conditions) {
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        conditions
                .getItems()
                .getSchema()
                .setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    }

    private static List<CustomResourceColumnDefinition> columns() {
        return List.of(
                condition("READY", "Ready", "status", 0),
                column("PODS", "integer", ".status.matchedPods", "Pods that are watched.", 0),
                column("NODES", "string", ".status.nodes.summary", "Nodes with a ready agent, of those concerned.", 0),
                column("EVENTS/S", "integer", ".status.eventsPerSecond", "Events a second, over all nodes.", 0),
                column("LOST", "integer", ".status.lostEvents", "Events that were lost, over all nodes.", 0),
                condition("REASON", "Ready", "reason", WIDE),
                condition("MESSAGE", "Ready", "message", WIDE),
                column("AGE", "date", ".metadata.creationTimestamp", "", 0));
    }

    private static CustomResourceColumnDefinition condition(String name, String type, String field, int priority) {
        return column(name, "string", ".status.conditions[?(@.type==\"" + type + "\")]." + field, "", priority);
    }

    private static CustomResourceColumnDefinition column(
            String name, String type, String path, String description, int priority) {
        return new CustomResourceColumnDefinitionBuilder()
                .withName(name)
                .withType(type)
                .withJsonPath(path)
                .withDescription(description.isEmpty() ? null : description)
                .withPriority(priority == 0 ? null : priority)
                .build();
    }
}
