package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.netwatch.operator.config.AgentSettings;
import io.netwatch.operator.config.SpoolSettings;
import java.util.ArrayList;
import java.util.List;

/** The agent's container. */
final class AgentContainer {
    /** Names of the pod's volumes. */
    static final String RUN = "run";

    static final String TLS = "tls";
    static final String CLOUD = "cloud";
    static final String FLEET = "fleet";
    static final String SPOOL = "spool";

    private static final String RUN_FOLDER = "/run/netwatch";
    private static final String TLS_FOLDER = "/etc/netwatch/tls";
    private static final String CLOUD_FOLDER = "/etc/netwatch/cloud";
    private static final String FLEET_FOLDER = "/etc/netwatch/fleet";
    private static final String SPOOL_FOLDER = "/var/lib/netwatch";
    private static final String TERMINATION_LOG = "/dev/termination-log";

    /** An agent is up within two seconds; a node that is busy pulling images gets a minute. */
    private static final int STARTUP_FAILURES = 30;

    private static final int STARTUP_SECONDS = 2;
    private static final int PROBE_SECONDS = 20;
    private static final int PROBE_TIMEOUT_SECONDS = 5;

    private AgentContainer() {}

    /** @param operator where the operator is reached, {@code host:port}; null when it can't be */
    static Container desired(AgentSettings settings, String operator) {
        return new ContainerBuilder()
                .withName("agent")
                .withImage(settings.image())
                .withImagePullPolicy(settings.imagePullPolicy())
                .withArgs(args(settings, operator))
                .withEnv(field("POD_IP", "status.podIP"), field("NODE_NAME", "spec.nodeName"))
                .addNewPort()
                .withName(AgentIdentity.PORT_NAME)
                .withContainerPort(AgentIdentity.PORT)
                .withProtocol("TCP")
                .endPort()
                .withResources(settings.resources())
                .withSecurityContext(AgentSecurity.of(settings))
                .withTerminationMessagePath(TERMINATION_LOG)
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withStartupProbe(probe("ready", STARTUP_SECONDS, STARTUP_FAILURES))
                .withLivenessProbe(probe("live", PROBE_SECONDS, 3))
                .withReadinessProbe(probe("ready", PROBE_SECONDS, 2))
                .withVolumeMounts(
                        mount(RUN, RUN_FOLDER, null),
                        mount(TLS, TLS_FOLDER, true),
                        mount(CLOUD, CLOUD_FOLDER, true),
                        mount(FLEET, FLEET_FOLDER, true),
                        mount(SPOOL, SPOOL_FOLDER, null))
                .build();
    }

    private static List<String> args(AgentSettings settings, String operator) {
        List<String> args = new ArrayList<>(List.of(
                "--attach=" + settings.attach(),
                "--output=none",
                "--state-dir=" + RUN_FOLDER,
                "--listen=$(POD_IP):" + AgentIdentity.PORT,
                "--tls-dir=" + TLS_FOLDER,
                "--termination-log=" + TERMINATION_LOG,
                "--node-name=$(NODE_NAME)",
                "--uploads=" + FLEET_FOLDER + "/" + AgentConfigMap.FILE,
                "--cloud-keys=" + CLOUD_FOLDER,
                "--spool-dir=" + SPOOL_FOLDER,
                "--spool-size=" + size(settings.spool())));
        if (!settings.openTelemetry().endpoint().isEmpty()) {
            args.add("--otlp=" + settings.openTelemetry().endpoint());
        }
        if (operator != null) {
            args.add("--operator=" + operator);
        }
        return args;
    }

    /** As the agent reads sizes: K and M are powers of 1024. */
    private static String size(SpoolSettings spool) {
        long kibibytes = spool.kibibytes();
        return kibibytes % 1024 == 0 ? kibibytes / 1024 + "M" : kibibytes + "K";
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }

    /** A command in the container, as the agent's plain HTTP is on loopback alone. */
    private static Probe probe(String question, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand("/app/probe", question)
                .endExec()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(PROBE_TIMEOUT_SECONDS)
                .withFailureThreshold(failures)
                .build();
    }

    private static VolumeMount mount(String name, String path, Boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly)
                .build();
    }
}
