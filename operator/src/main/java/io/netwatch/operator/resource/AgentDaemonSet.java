package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.netwatch.operator.config.AgentSettings;
import io.netwatch.operator.config.SpoolSettings;
import io.netwatch.operator.plan.FleetPlan;
import java.util.Map;
import java.util.TreeMap;

/** Runs one agent on each node that a policy needs. */
final class AgentDaemonSet {
    /** Read-only for pods, and enough for a restart without the agent's help. */
    private static final int PRIVATE = 0400;

    private static final long GRACE_SECONDS = 10;

    private AgentDaemonSet() {}

    static DaemonSet desired(AgentIdentity identity, AgentSettings settings, String operator, FleetPlan plan) {
        Map<String, String> podLabels = new TreeMap<>(settings.podLabels());
        podLabels.putAll(identity.labels());
        return new DaemonSetBuilder()
                .withMetadata(identity.metadata(identity.name()))
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(identity.selector())
                .endSelector()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(settings.maxUnavailable())
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(podLabels)
                .withAnnotations(new TreeMap<>(settings.podAnnotations()))
                .endMetadata()
                .withSpec(pod(identity, settings, operator, plan))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodSpec pod(AgentIdentity identity, AgentSettings settings, String operator, FleetPlan plan) {
        Map<String, String> nodeSelector = new TreeMap<>(settings.nodeSelector());
        nodeSelector.put("kubernetes.io/os", "linux");
        return new PodSpecBuilder()
                .withServiceAccountName(identity.name())
                .withAutomountServiceAccountToken(true)
                .withHostPID(true) // processes and their sockets are the host's
                .withPriorityClassName(settings.priorityClassName().isEmpty() ? null : settings.priorityClassName())
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withNodeSelector(nodeSelector)
                .withAffinity(NodeChoice.of(plan.nodeSelectors()))
                .withTolerations(settings.tolerations())
                .withImagePullSecrets(settings.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withContainers(AgentContainer.desired(settings, operator))
                .withVolumes(
                        emptyDir(AgentContainer.RUN),
                        secret(AgentContainer.TLS, identity.tlsSecretName()),
                        secret(AgentContainer.CLOUD, identity.cloudSecretName()),
                        fleet(identity),
                        spool(settings.spool()))
                .build();
    }

    /** Files of a volume change in place, so that agents follow without a restart. */
    private static Volume fleet(AgentIdentity identity) {
        return new VolumeBuilder()
                .withName(AgentContainer.FLEET)
                .withNewConfigMap()
                .withName(identity.name())
                .endConfigMap()
                .build();
    }

    private static Volume spool(SpoolSettings spool) {
        VolumeBuilder volume = new VolumeBuilder().withName(AgentContainer.SPOOL);
        return spool.path().isEmpty()
                ? volume.withNewEmptyDir().endEmptyDir().build()
                : volume.withNewHostPath(spool.path(), "DirectoryOrCreate").build();
    }

    private static Volume emptyDir(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withMedium("Memory")
                .endEmptyDir()
                .build();
    }

    private static Volume secret(String name, String secret) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(PRIVATE)
                .endSecret()
                .build();
    }
}
