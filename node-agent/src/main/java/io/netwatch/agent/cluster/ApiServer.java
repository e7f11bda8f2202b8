package io.netwatch.agent.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.netwatch.agent.config.InvalidFlagException;
import io.netwatch.api.policy.ClusterNetWatchPolicy;
import io.netwatch.api.policy.NetWatchPolicy;
import io.netwatch.api.policy.UnreadableSpecs;
import java.nio.file.Path;
import java.util.Optional;

/** The way to the API server: a client that knows no kinds but those that the agent watches, and reads no more of them than it uses. */
public final class ApiServer {
    private ApiServer() {}

    /** Not of use to the agent, and large. */
    @JsonIgnoreProperties(
            value = {"managedFields", "finalizers"},
            ignoreUnknown = true)
    private interface TrimmedMetadata {}

    /** The status of a policy is the operator's. */
    @JsonIgnoreProperties(
            value = {"status"},
            ignoreUnknown = true)
    private interface WithoutStatus {}

    /**
     * A client for a kubeconfig file, or else for the pod that this runs in. Asks nothing yet. Throws {@link InvalidFlagException} for
     * a file that is none.
     */
    public static KubernetesClient client(Optional<Path> kubeconfig) {
        return client(kubeconfig.map(ApiServer::read).orElseGet(() -> Config.autoConfigure(null)));
    }

    private static Config read(Path kubeconfig) {
        try {
            return Config.fromKubeconfig(kubeconfig.toFile());
        } catch (RuntimeException e) { // of several kinds, from the client and from its parser
            throw new InvalidFlagException(
                    "--kubeconfig must name a kubeconfig file that this user may read, as kubectl"
                            + " config view --minify --raw writes one; got " + kubeconfig);
        }
    }

    static KubernetesClient client(Config config) {
        ObjectMapper mapper = new ObjectMapper()
                .registerModule(new UnreadableSpecs())
                .addMixIn(ObjectMeta.class, TrimmedMetadata.class)
                .addMixIn(CustomResource.class, WithoutStatus.class);
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
        serialization.registerKubernetesResource(Status.class);
        serialization.registerKubernetesResource(WatchedPod.class);
        serialization.registerKubernetesResource(NetWatchPolicy.class);
        serialization.registerKubernetesResource(ClusterNetWatchPolicy.class);
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(0) // whoever watches begins anew, and backs off
                        .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withKubernetesSerialization(serialization)
                .build();
    }
}
