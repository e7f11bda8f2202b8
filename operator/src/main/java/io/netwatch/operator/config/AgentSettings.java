package io.netwatch.operator.config;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How agents run.
 *
 * @param image full reference, with tag or digest
 * @param imagePullPolicy Always, IfNotPresent or Never
 * @param imagePullSecrets names of Secrets in the operator's namespace
 * @param securityProfile what the container may do
 * @param attach how the agent learns of connections: auto, tracepoint, kprobe or procfs
 * @param resources requests and limits of the container
 * @param priorityClassName empty for the cluster's default
 * @param tolerations which taints agents tolerate
 * @param nodeSelector labels that a node must have, beside {@code kubernetes.io/os=linux}
 * @param maxUnavailable nodes that an update may leave without agent at a time, a number or a percentage
 * @param podAnnotations added to the agents' pods
 * @param podLabels added to the agents' pods; the operator's own labels win
 * @param networkPolicy whether a NetworkPolicy lets none but the operator talk to agents
 * @param dns whether the restricted profile lets agents see DNS, for policies that ask for it
 * @param spool where snapshots wait
 * @param openTelemetry who gets the agents' numbers beside the cloud
 */
public record AgentSettings(
        String image,
        String imagePullPolicy,
        List<String> imagePullSecrets,
        SecurityProfile securityProfile,
        String attach,
        ResourceRequirements resources,
        String priorityClassName,
        List<Toleration> tolerations,
        Map<String, String> nodeSelector,
        IntOrString maxUnavailable,
        Map<String, String> podAnnotations,
        Map<String, String> podLabels,
        Boolean networkPolicy,
        Boolean dns,
        SpoolSettings spool,
        OpenTelemetrySettings openTelemetry) {

    private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
    private static final Set<String> ATTACH_MODES = Set.of("auto", "tracepoint", "kprobe", "procfs");
    private static final String DEFAULT_MAX_UNAVAILABLE = "10%";

    public AgentSettings {
        InvalidConfigException.unless(
                image != null && !image.isBlank(), "agent.image must be the reference of the agent's image");
        imagePullPolicy = imagePullPolicy == null ? "IfNotPresent" : imagePullPolicy;
        InvalidConfigException.unless(
                PULL_POLICIES.contains(imagePullPolicy),
                "agent.imagePullPolicy must be Always, IfNotPresent or Never; got " + imagePullPolicy);
        imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
        securityProfile = securityProfile == null ? SecurityProfile.PRIVILEGED : securityProfile;
        attach = attach == null ? "auto" : attach;
        InvalidConfigException.unless(
                ATTACH_MODES.contains(attach),
                "agent.attach must be auto, tracepoint, kprobe or procfs; got " + attach);
        resources = resources == null ? defaultResources() : resources;
        priorityClassName = priorityClassName == null ? "system-node-critical" : priorityClassName;
        tolerations = tolerations == null
                ? List.of(new TolerationBuilder().withOperator("Exists").build())
                : List.copyOf(tolerations);
        nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
        maxUnavailable = maxUnavailable == null ? new IntOrString(DEFAULT_MAX_UNAVAILABLE) : maxUnavailable;
        podAnnotations = podAnnotations == null ? Map.of() : Map.copyOf(podAnnotations);
        podLabels = podLabels == null ? Map.of() : Map.copyOf(podLabels);
        networkPolicy = networkPolicy == null || networkPolicy;
        dns = dns != null && dns;
        spool = spool == null ? SpoolSettings.DEFAULT : spool;
        openTelemetry = openTelemetry == null ? OpenTelemetrySettings.DEFAULT : openTelemetry;
    }

    /** Agents of this image, and defaults for all else. */
    public static AgentSettings ofImage(String image) {
        return new AgentSettings(
                image, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static ResourceRequirements defaultResources() {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", Quantity.parse("50m"))
                .addToRequests("memory", Quantity.parse("96Mi"))
                .addToLimits("memory", Quantity.parse("160Mi"))
                .build();
    }
}
