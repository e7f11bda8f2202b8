package io.netwatch.operator.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.netwatch.operator.apiserver.ProxiedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the chart lets the operator do, as it is rendered for a release {@code netwatch} in some namespace. */
final class ChartRules {
    /** Prefix of the release's names. */
    static final String RELEASE = "netwatch";
    /** The operator's account, and its Deployment. */
    static final String OPERATOR = "netwatch-operator";

    private static final Path CHART = Path.of("..", "helm", "netwatch");
    private static final String KUBE_VERSION = "1.34.0";

    private final String namespace;
    private final List<HasMetadata> objects;

    /**
     * One verb on one resource.
     *
     * @param namespace where; empty for everywhere
     * @param name of which object; empty for any
     */
    record Grant(String namespace, String group, String resource, String name, String verb) {
        boolean allows(ProxiedRequest request, String verb) {
            return this.verb.equals(verb)
                    && group.equals(request.apiGroup())
                    && resource.equals(request.rbacResource())
                    && (namespace.isEmpty() || namespace.equals(request.namespace()))
                    && (name.isEmpty() || name.equals(request.name()));
        }
    }

    ChartRules(String namespace) {
        this.namespace = namespace;
        KubernetesSerialization yaml = new KubernetesSerialization(new ObjectMapper(), true);
        String rendered = new Helm(CHART.toAbsolutePath())
                .template()
                .withName(RELEASE)
                .withNamespace(namespace)
                .withKubeVersion(KUBE_VERSION)
                .set("crds.enabled", "false")
                .call();
        objects = Stream.of(rendered.split("(?m)^---$", -1))
                .filter(document -> document.contains("kind: "))
                .map(document -> yaml.unmarshal(document, HasMetadata.class))
                .toList();
    }

    /** All that is bound to the operator's account. */
    List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        all(ClusterRoleBinding.class)
                .filter(binding -> binds(binding.getSubjects()))
                .forEach(binding -> all(ClusterRole.class)
                        .filter(named(binding.getRoleRef().getName()))
                        .forEach(role -> add(grants, "", role.getRules())));
        all(RoleBinding.class)
                .filter(binding -> binds(binding.getSubjects()))
                .forEach(binding -> all(Role.class)
                        .filter(named(binding.getRoleRef().getName()))
                        .forEach(role -> add(grants, role.getMetadata().getNamespace(), role.getRules())));
        return List.copyOf(grants);
    }

    /** Roles, bindings and the account, as an install makes them. */
    List<HasMetadata> objects() {
        return objects.stream()
                .filter(object -> object instanceof Role
                        || object instanceof RoleBinding
                        || object instanceof ClusterRole
                        || object instanceof ClusterRoleBinding)
                .toList();
    }

    private <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }

    private static <T extends HasMetadata> java.util.function.Predicate<T> named(String name) {
        return object -> object.getMetadata().getName().equals(name);
    }

    private boolean binds(List<Subject> subjects) {
        return subjects.stream()
                .anyMatch(subject -> subject.getKind().equals("ServiceAccount")
                        && subject.getName().equals(OPERATOR)
                        && subject.getNamespace().equals(namespace));
    }

    private static void add(List<Grant> grants, String namespace, List<PolicyRule> rules) {
        for (PolicyRule rule : rules) {
            List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    for (String name : names) {
                        rule.getVerbs().forEach(verb -> grants.add(new Grant(namespace, group, resource, name, verb)));
                    }
                }
            }
        }
    }
}
