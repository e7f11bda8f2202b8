package io.netwatch.agent.policy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.netwatch.api.policy.ClusterNetWatchPolicy;
import io.netwatch.api.policy.NetWatchPolicy;
import io.netwatch.api.policy.Policy;

/** Policies as a person writes them. */
final class Policies {
    private Policies() {}

    /** Of a namespace; its uid is its name. {@code spec} is YAML in braces. */
    static Policy in(String namespace, String name, String spec) {
        return in(namespace, name, 1, spec);
    }

    static Policy in(String namespace, String name, long generation, String spec) {
        return Serialization.unmarshal(
                "metadata: {namespace: " + namespace + ", name: " + name + ", uid: " + name + ", generation: "
                        + generation + "}\nspec: " + spec,
                NetWatchPolicy.class);
    }

    static Policy ofCluster(String name, String spec) {
        return Serialization.unmarshal(
                "metadata: {name: " + name + ", uid: " + name + ", generation: 1}\nspec: " + spec,
                ClusterNetWatchPolicy.class);
    }
}
