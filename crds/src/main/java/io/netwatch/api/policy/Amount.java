package io.netwatch.api.policy;

import io.fabric8.kubernetes.api.model.Quantity;

/** Comparing of Kubernetes quantities. */
final class Amount {
    private Amount() {}

    /** Whether a quantity is absent, or one that can be read and is at least so much. */
    static boolean isAtLeast(Quantity quantity, String least) {
        if (quantity == null) {
            return true;
        }
        try {
            return quantity.getNumericalAmount().compareTo(Quantity.parse(least).getNumericalAmount()) >= 0;
        } catch (IllegalArgumentException e) {
            return false; // not a quantity
        }
    }
}
