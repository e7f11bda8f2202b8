package io.netwatch.api.policy;

/**
 * Something in a spec that can't be followed.
 *
 * @param field where, as a path such as {@code spec.cloud.endpoint}
 * @param message what to write instead, in the words of the CRD's rule
 */
public record Problem(String field, String message) {
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
