package io.netwatch.agent.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.netwatch.agent.testbed.CertificateAuthority;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.operator.apiserver.TestApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * For {@code ./netwatch bench}: what an agent meets on a node of a large cluster. An API server with the node's 110 pods and a
 * policy that selects them, and an operator that tells an identity stream. Arguments: a folder, the folder with the CRDs, and the
 * stream (gzip); with a fourth, the folder to which the policy has a snapshot of up to 10,000 connections written each second. Writes to the first {@code
 * apiserver} (its URL), {@code tls/}, {@code operator} (host and port), {@code fleet.yaml} and {@code cgroups} (the path
 * of each pod's container, one a line); says {@code ready}, and ends when its input does.
 */
public final class FullNode {
    private static final String NODE = "bench-node";
    private static final int PODS = 110; // Kubernetes, "Considerations for large clusters"
    private static final int NAMESPACES = 10;
    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private FullNode() {}

    public static void main(String... args) throws Exception {
        Path folder = Path.of(args[0]);
        CertificateAuthority authority = new CertificateAuthority("bench");
        Path tls = Files.createDirectories(folder.resolve("tls"));
        authority.mount(authority.issue("netwatch-agent", Duration.ofMinutes(50)), tls);
        try (TestApiServer api = new TestApiServer()) {
            List<Pod> pods = fill(api.url(), Path.of(args[1]), policy(args), folder.resolve("fleet.yaml"));
            Files.write(folder.resolve("cgroups"), pods.stream().map(FullNode::cgroup).toList());
            Files.writeString(folder.resolve("apiserver"), api.url());
            HttpsServer operator = operator(
                    authority.client(Optional.of(authority.issue("netwatch-operator", Duration.ofMinutes(50)))),
                    Files.readAllBytes(Path.of(args[2])));
            Files.writeString(
                    folder.resolve("operator"), "127.0.0.1:" + operator.getAddress().getPort());
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // until the end
            }
            operator.stop(0);
        }
        System.exit(0);
    }

    private static String policy(String... args) {
        String all = """
                apiVersion: netwatch.io/v1alpha1
                kind: ClusterNetWatchPolicy
                metadata: {name: all}
                spec:
                """;
        return args.length < 4 ? all + "  {}\n" : all + """
                  snapshot: {interval: 1s, topConnections: 10000, collectors: [Interfaces, System, Disks, Processes]}
                  cloud: {endpoint: "file://%s"}
                """.formatted(args[3]);
    }

    private static void allow(GenericKubernetesResource policy, Path fleet) throws IOException {
        Object cloud = policy.get("spec", "cloud", "endpoint");
        Files.writeString(fleet, cloud == null ? "uploads: []\n" : """
                uploads:
                - {uid: "%s", endpoint: "%s", intervalSeconds: 1}
                """.formatted(policy.getMetadata().getUid(), cloud));
    }

    private static List<Pod> fill(String url, Path crds, String policy, Path fleet) throws IOException {
        List<Pod> made = new ArrayList<>();
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                                .withMasterUrl(url)
                                .build())
                        .build();
                Stream<Path> files = Files.list(crds)) {
            for (Path crd : files.sorted().toList()) {
                client.load(Files.newInputStream(crd)).serverSideApply();
            }
            allow(
                    (GenericKubernetesResource) client.load(
                                    new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)))
                            .serverSideApply()
                            .get(0),
                    fleet);
            for (int i = 0; i < NAMESPACES; i++) {
                client.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName("ns-" + i)
                                .endMetadata()
                                .build())
                        .create();
            }
            for (int i = 0; i < PODS; i++) {
                Pod pod = client.resource(pod(i)).create();
                made.add(client.resource(new PodBuilder(pod)
                                .withNewStatus()
                                .withPhase("Running")
                                .withStartTime(Instant.now().toString())
                                .withPodIP(ip(i))
                                .addNewPodIP(ip(i))
                                .addNewContainerStatus()
                                .withName("main")
                                .withImage("shop")
                                .withImageID("")
                                .withReady(true)
                                .withRestartCount(0)
                                .withContainerID("containerd://" + containerId(i))
                                .endContainerStatus()
                                .endStatus()
                                .build())
                        .updateStatus());
            }
        }
        return made;
    }

    private static Pod pod(int i) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("ns-" + i % NAMESPACES)
                .withName(podName(i))
                .withLabels(Map.of("app", "app-" + i / 10, "pod-template-hash", "5c4d8f9b7"))
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .addNewContainer()
                .withName("main")
                .withImage("shop")
                .endContainer()
                .endSpec()
                .build();
    }

    private static String deployment(int i) {
        return "checkout-service-" + i / 10;
    }

    private static String podName(int i) {
        return deployment(i) + "-5c4d8f9b7-" + Integer.toString(i + 1_000_000, 36);
    }

    private static String ip(int i) {
        return "10.99.0." + (i + 1);
    }

    private static String containerId(int i) {
        return String.format("%064x", i + 1);
    }

    /** As kubelet with driver systemd names it. */
    private static String cgroup(Pod pod) {
        String id = pod.getStatus().getContainerStatuses().get(0).getContainerID().replaceFirst(".*/", "");
        return "kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod"
                + pod.getMetadata().getUid().replace('-', '_') + ".slice/cri-containerd-" + id + ".scope";
    }

    private static HttpsServer operator(SSLContext context, byte[] snapshot) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/api/v1/identity", exchange -> tell(exchange, snapshot));
        server.start();
        return server;
    }

    private static void tell(HttpExchange exchange, byte[] snapshot) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, 0);
        // one gzip stream that never ends, as the operator's
        try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody(), true);
                InputStream told = new GZIPInputStream(new ByteArrayInputStream(snapshot))) {
            told.transferTo(out);
            out.flush();
            while (true) {
                Thread.sleep(HEARTBEAT_MILLIS);
                out.write((JSON.writeValueAsString(current()) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static IdentityLine current() {
        return IdentityLine.of(new IdentityLine.Current(1, System.currentTimeMillis()));
    }
}
