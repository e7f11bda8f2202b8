package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.config.AgentSettings;
import io.netwatch.operator.config.OperatorConfig;
import io.netwatch.operator.plan.FleetPlanner;
import io.netwatch.operator.plan.PolicyPlanner;
import io.netwatch.operator.resource.AgentIdentity;
import io.netwatch.operator.resource.AgentObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder with {@code in-*.yaml}: policies and what there is in the cluster, and {@code in-operator.yaml}, the settings, where
 * they are not the defaults. It is 2026-01-01 noon, and the operator is in namespace netwatch.
 */
final class Scenario {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String OPERATOR = "netwatch-operator.netwatch.svc:7444";
    private static final String SETTINGS = "in-operator.yaml";

    private final List<Policy> policies = new ArrayList<>();
    private final AgentIdentity identity;
    private final OperatorConfig config;
    private final KnownCluster cluster;
    private final Fleet fleet;

    Scenario(Path folder) {
        Path settings = folder.resolve(SETTINGS);
        config = Files.exists(settings)
                ? OperatorConfig.read(settings)
                : new OperatorConfig(null, AgentSettings.ofImage("netwatch-agent:0.1.0"), null);
        identity = new AgentIdentity(
                config.name(),
                "netwatch",
                new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName("netwatch")
                        .withUid("0d7c2e6a-4a1f-4c59-9a43-2f6d3d1c8b10")
                        .build());
        cluster = new KnownCluster(identity, () -> {});
        read(folder);
        fleet = new Fleet(new PolicyPlanner(config, "netwatch"), new FleetPlanner(config.cloud()), cluster, NOON);
    }

    private void read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("in-") && !SETTINGS.equals(name)) {
                    Yaml.objects(Files.readString(file)).forEach(this::give);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void give(HasMetadata object) {
        if (object instanceof Policy policy) {
            policies.add(policy);
        } else if (object instanceof Pod pod) {
            cluster.podFacts().onAdd(pod);
            cluster.agentFacts().onAdd(pod);
        } else if (object instanceof Node node) {
            cluster.nodeFacts().onAdd(node);
        } else if (object instanceof Namespace namespace) {
            cluster.namespaceFacts().onAdd(namespace);
        } else if (object instanceof Secret secret) {
            cluster.cloudKeyFacts().onAdd(secret);
        } else {
            throw new IllegalArgumentException("a scenario has no use for a " + object.getKind());
        }
    }

    /** The objects that are to be there. */
    List<HasMetadata> objects() {
        return new AgentObjects(identity, config.agent(), OPERATOR)
                .desired(fleet.decide(policies).plan());
    }

    /** The status of each policy, by kind and name. */
    Map<String, PolicyStatus> statuses() {
        fleet.decide(policies);
        Map<String, PolicyStatus> statuses = new TreeMap<>();
        for (Policy policy : policies) {
            String namespace = policy.getMetadata().getNamespace();
            statuses.put(
                    policy.getKind() + " " + (namespace == null ? "" : namespace + "/")
                            + policy.getMetadata().getName(),
                    fleet.statusOf(policy));
        }
        return statuses;
    }
}
