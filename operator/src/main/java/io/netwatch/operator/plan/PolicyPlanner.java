package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Quantity;
import io.netwatch.api.policy.Budget;
import io.netwatch.api.policy.ClusterNetWatchPolicySpec;
import io.netwatch.api.policy.LabelMatch;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyCheck;
import io.netwatch.api.policy.PolicySpec;
import io.netwatch.api.policy.Problem;
import io.netwatch.operator.config.OperatorConfig;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides what is to become of one policy. */
public final class PolicyPlanner {
    /** Agents are Linux programs; the label is set by every kubelet (Kubernetes, "Well-Known Labels"). */
    private static final Map.Entry<String, String> LINUX = Map.entry("kubernetes.io/os", "linux");

    /** Kubernetes, "Pod Security Admission". */
    private static final String POD_SECURITY = "pod-security.kubernetes.io/enforce";

    private static final String PRIVILEGED = "privileged";

    private final OperatorConfig config;
    private final String ownNamespace;

    /**
     * @param config the operator's
     * @param ownNamespace the operator's, where the Secrets of cluster policies are
     */
    public PolicyPlanner(OperatorConfig config, String ownNamespace) {
        this.config = config;
        this.ownNamespace = ownNamespace;
    }

    /** Plans. */
    public PolicyPlan plan(Policy policy, ClusterFacts facts, Instant now) {
        PolicySpec spec = policy.policySpec();
        List<Problem> problems = PolicyCheck.of(spec);
        if (!problems.isEmpty()) {
            return rejected(policy, problems);
        }
        List<Finding> degraded = new ArrayList<>();
        Selection selection = Selection.of(policy, spec, facts);
        if (selection.pods() == 0 && selection.nodes().isEmpty()) {
            degraded.add(selectsNothing(policy, spec, selection));
        }
        Set<String> nodes = reachable(selection.nodes(), facts, degraded);
        podSecurity(facts, degraded);
        budget(spec.budget(), degraded);
        PolicyPlan.Upload upload = spec.cloud() == null
                ? null
                : new CloudKeys(facts)
                        .find(spec.cloud(), namespaceOf(policy), degraded::add)
                        .orElse(null);
        return new PolicyPlan(
                PolicyKey.of(policy),
                policy.getMetadata().getUid(),
                generation(policy),
                null,
                inactive(spec, now),
                List.copyOf(degraded),
                nodeSelector(spec),
                selection.pods(),
                nodes,
                upload);
    }

    private static PolicyPlan rejected(Policy policy, List<Problem> problems) {
        String message = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
        return new PolicyPlan(
                PolicyKey.of(policy),
                policy.getMetadata().getUid(),
                generation(policy),
                new Finding("InvalidSpec", message),
                null,
                List.of(),
                null,
                0,
                Set.of(),
                null);
    }

    private static long generation(Policy policy) {
        Long generation = policy.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    private static Finding inactive(PolicySpec spec, Instant now) {
        if (spec.suspend()) {
            return new Finding("Suspended", "nothing is watched, as spec.suspend is true");
        }
        if (spec.expiresAt() != null
                && !OffsetDateTime.parse(spec.expiresAt()).toInstant().isAfter(now)) {
            return new Finding("Expired", "nothing is watched since spec.expiresAt, " + spec.expiresAt());
        }
        return null;
    }

    private String namespaceOf(Policy policy) {
        String namespace = policy.getMetadata().getNamespace();
        return namespace == null ? ownNamespace : namespace;
    }

    private static LabelSelector nodeSelector(PolicySpec spec) {
        if (spec instanceof ClusterNetWatchPolicySpec cluster && !LabelMatch.isEmpty(cluster.nodeSelector())) {
            return cluster.nodeSelector();
        }
        return null;
    }

    private static Finding selectsNothing(Policy policy, PolicySpec spec, Selection selection) {
        String where = spec instanceof ClusterNetWatchPolicySpec
                ? "in the cluster"
                : "in namespace " + policy.getMetadata().getNamespace();
        return new Finding(
                "SelectsNothing",
                selection.among() == 0
                        ? "there is no pod " + where + " yet"
                        : "none of the " + selection.among() + " pods " + where
                                + " is selected; compare the selectors with: kubectl get pods --show-labels"
                                + (spec instanceof ClusterNetWatchPolicySpec
                                        ? " -A"
                                        : " -n " + policy.getMetadata().getNamespace()));
    }

    /** Leaves out nodes on which no agent may run, and says so. */
    private Set<String> reachable(Set<String> wanted, ClusterFacts facts, List<Finding> degraded) {
        Set<String> reachable = new TreeSet<>();
        Set<String> excluded = new TreeSet<>();
        for (String node : wanted) {
            Map<String, String> labels = facts.nodes().get(node);
            if (labels != null) {
                (mayRunAgent(labels) ? reachable : excluded).add(node);
            }
        }
        if (!excluded.isEmpty()) {
            degraded.add(new Finding(
                    "NodesExcluded",
                    "no agent runs on " + excluded.size() + " of the nodes with selected pods, such as "
                            + excluded.iterator().next()
                            + ": they are not Linux or lack a label of the chart's agent.nodeSelector"));
        }
        return reachable;
    }

    private boolean mayRunAgent(Map<String, String> labels) {
        return LINUX.getValue().equals(labels.get(LINUX.getKey()))
                && config.agent().nodeSelector().entrySet().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    /** No pod at all comes of a DaemonSet whose namespace forbids it, so nothing else would tell. */
    private void podSecurity(ClusterFacts facts, List<Finding> degraded) {
        String level = facts.namespaces().getOrDefault(ownNamespace, Map.of()).get(POD_SECURITY);
        if (level != null && !PRIVILEGED.equals(level)) {
            degraded.add(new Finding(
                    "PodSecurity",
                    "namespace " + ownNamespace + " enforces Pod Security level " + level
                            + ", which forbids agents; allow them with: kubectl label namespace " + ownNamespace + " "
                            + POD_SECURITY + "=" + PRIVILEGED + " --overwrite"));
        }
    }

    private void budget(Budget budget, List<Finding> degraded) {
        if (budget != null) {
            budget("cpu", budget.cpu(), degraded);
            budget("memory", budget.memory(), degraded);
        }
    }

    private void budget(String resource, Quantity wanted, List<Finding> degraded) {
        Map<String, Quantity> limits = config.agent().resources().getLimits();
        Quantity limit = limits == null ? null : limits.get(resource);
        if (wanted != null && limit != null && wanted.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0) {
            degraded.add(new Finding(
                    "BudgetBeyondAgent",
                    "spec.budget." + resource + " of " + wanted + " is more than an agent has in all, " + limit
                            + "; lower it, or have the chart's agent.resources.limits." + resource + " raised"));
        }
    }
}
