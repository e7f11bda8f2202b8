package io.netwatch.operator.apiserver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The built-in kinds that are served. */
final class BuiltInTypes {
    private BuiltInTypes() {}

    static List<ResourceType> all() {
        return Stream.of(
                        core("namespaces", "Namespace", false, "ns"),
                        core("nodes", "Node", false, "no"),
                        of("", "v1", "pods", "Pod", true, true, true, "po"),
                        of("", "v1", "services", "Service", true, true, false, "svc"),
                        plain("", "v1", "configmaps", "ConfigMap", true, "cm"),
                        plain("", "v1", "secrets", "Secret", true),
                        plain("", "v1", "serviceaccounts", "ServiceAccount", true, "sa"),
                        plain("", "v1", "events", "Event", true, "ev"),
                        plain("events.k8s.io", "v1", "events", "Event", true, "ev"),
                        of("apps", "v1", "daemonsets", "DaemonSet", true, true, true, "ds"),
                        of("apps", "v1", "deployments", "Deployment", true, true, true, "deploy"),
                        of("apps", "v1", "replicasets", "ReplicaSet", true, true, true, "rs"),
                        of("batch", "v1", "jobs", "Job", true, true, true),
                        of("batch", "v1", "cronjobs", "CronJob", true, true, true, "cj"),
                        plain("rbac.authorization.k8s.io", "v1", "roles", "Role", true),
                        plain("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true),
                        plain("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
                        plain("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
                        of("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true, false, true, "netpol"),
                        plain("coordination.k8s.io", "v1", "leases", "Lease", true),
                        of("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true, false, true),
                        of("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, true, true, "pdb"),
                        of(
                                "apiextensions.k8s.io",
                                "v1",
                                "customresourcedefinitions",
                                "CustomResourceDefinition",
                                false,
                                true,
                                true,
                                "crd",
                                "crds"))
                .toList();
    }

    private static ResourceType core(String plural, String kind, boolean namespaced, String... shortNames) {
        return of("", "v1", plural, kind, namespaced, true, false, shortNames);
    }

    private static ResourceType plain(
            String group, String version, String plural, String kind, boolean namespaced, String... shortNames) {
        return of(group, version, plural, kind, namespaced, false, false, shortNames);
    }

    private static ResourceType of(
            String group,
            String version,
            String plural,
            String kind,
            boolean namespaced,
            boolean status,
            boolean generation,
            String... shortNames) {
        String singular = kind.toLowerCase(Locale.ROOT);
        return new ResourceType(
                group,
                version,
                plural,
                singular,
                kind,
                namespaced,
                status,
                generation,
                List.of(shortNames),
                List.of(),
                Optional.empty(),
                List.of());
    }
}
