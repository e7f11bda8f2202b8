package io.netwatch.operator.plan;

import io.netwatch.api.policy.ClusterNetWatchPolicy;
import io.netwatch.api.policy.Policy;
import java.util.Comparator;

/**
 * Which policy.
 *
 * @param namespace null for a cluster policy
 */
public record PolicyKey(String kind, String namespace, String name) implements Comparable<PolicyKey> {
    private static final Comparator<PolicyKey> ORDER = Comparator.comparing(PolicyKey::kind)
            .thenComparing(PolicyKey::namespace, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(PolicyKey::name);

    /** The key of a policy. */
    public static PolicyKey of(Policy policy) {
        return new PolicyKey(
                policy.getKind(),
                policy.getMetadata().getNamespace(),
                policy.getMetadata().getName());
    }

    /** Whether it is of the kind that anything in the cluster may be watched with. */
    public boolean isCluster() {
        return ClusterNetWatchPolicy.class.getSimpleName().equals(kind);
    }

    @Override
    public int compareTo(PolicyKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return kind + " " + (namespace == null ? "" : namespace + "/") + name;
    }
}
