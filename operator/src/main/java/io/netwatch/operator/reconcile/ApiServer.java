package io.netwatch.operator.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.netwatch.api.policy.ClusterNetWatchPolicy;
import io.netwatch.api.policy.NetWatchPolicy;
import io.netwatch.api.policy.UnreadableSpecs;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The way to the API server. */
public final class ApiServer {
    private static final Logger LOG = Logger.getLogger(ApiServer.class);

    /** A pass is tried again as a whole, so a request need not be for long. */
    private static final int RETRIES = 3;

    private static final long LOOK_AGAIN_SECONDS = 5;

    private static final List<String> TYPES = List.of(
            NetWatchPolicy.getCRDName(NetWatchPolicy.class), NetWatchPolicy.getCRDName(ClusterNetWatchPolicy.class));

    private ApiServer() {}

    /** A client for the current kubeconfig, or for the pod that this runs in. */
    public static KubernetesClient client() {
        return client(Config.autoConfigure(null));
    }

    /** A client that reads policies of the wrong shape without failing. */
    public static KubernetesClient client(Config config) {
        ObjectMapper mapper = new ObjectMapper().registerModule(new UnreadableSpecs());
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(RETRIES)
                        .build())
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .build();
    }

    /** Waits until the API server knows the policies' types, and says what to do meanwhile. */
    public static void awaitPolicyTypes(KubernetesClient client) throws InterruptedException {
        boolean said = false;
        while (true) {
            List<String> missing = TYPES.stream()
                    .filter(name -> client.apiextensions()
                                    .v1()
                                    .customResourceDefinitions()
                                    .withName(name)
                                    .get()
                            == null)
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            if (!said) {
                LOG.warnf(
                        "Waiting for the CRDs %s; install them with the chart (crds.enabled=true) or from a checkout with:"
                                + " kubectl apply --server-side -f crds/yaml",
                        String.join(" and ", missing));
                said = true;
            }
            TimeUnit.SECONDS.sleep(LOOK_AGAIN_SECONDS);
        }
    }

    /** Why the API server could not be used, in one sentence. */
    public static String explain(KubernetesClientException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = cause instanceof UnknownHostException
                ? "the host " + cause.getMessage() + " is not known"
                : cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return why
                + "; set KUBECONFIG to a file that leads to one, and see which it is with: kubectl config view --minify";
    }
}
