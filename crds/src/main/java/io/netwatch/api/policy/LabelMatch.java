package io.netwatch.api.policy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;

/** Whether labels match a selector, as Kubernetes' own {@code metav1.LabelSelectorAsSelector} sees it. */
public final class LabelMatch {
    private LabelMatch() {}

    /** An absent or empty selector matches everything; an operator that is not known matches nothing. */
    public static boolean matches(LabelSelector selector, Map<String, String> labels) {
        if (selector == null) {
            return true;
        }
        if (selector.getMatchLabels() != null) {
            for (Map.Entry<String, String> wanted : selector.getMatchLabels().entrySet()) {
                if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                    return false;
                }
            }
        }
        if (selector.getMatchExpressions() != null) {
            for (LabelSelectorRequirement term : selector.getMatchExpressions()) {
                if (!matches(term, labels)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean matches(LabelSelectorRequirement term, Map<String, String> labels) {
        String value = labels.get(term.getKey());
        return switch (String.valueOf(term.getOperator())) {
            case "In" -> value != null && term.getValues().contains(value);
            case "NotIn" -> value == null || !term.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }

    /** Whether a selector selects everything. */
    public static boolean isEmpty(LabelSelector selector) {
        return selector == null
                || ((selector.getMatchLabels() == null
                                || selector.getMatchLabels().isEmpty())
                        && (selector.getMatchExpressions() == null
                                || selector.getMatchExpressions().isEmpty()));
    }
}
