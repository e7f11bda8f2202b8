package io.netwatch.agent.identify;

import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.identity.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Lines of a cluster at the design point: 5,000 nodes, 150,000 pods of Deployments of ten on the average, 10,000 Services that lead to
 * most of them. The same each time.
 */
final class LargeCluster {
    static final int NODES = 5_000;
    static final int PODS = 150_000;
    static final int SERVICES = 10_000;

    private static final int NAMESPACES = 500;
    private static final int PODS_A_SERVICE = PODS / SERVICES;
    private static final int PODS_A_WORKLOAD = 10;
    private static final int PODS_A_NODE = PODS / NODES;
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789"; // k8s.io/apimachinery/pkg/util/rand

    private final Random random = new Random(1);

    private LargeCluster() {}

    static void tell(Consumer<IdentityLine> lines) {
        LargeCluster cluster = new LargeCluster();
        lines.accept(IdentityLine.of(new IdentityLine.Begin("bench", true)));
        for (int i = 0; i < NODES; i++) {
            lines.accept(node(i));
        }
        for (int i = 0; i < PODS; i++) {
            lines.accept(cluster.pod(i));
        }
        for (int i = 0; i < SERVICES; i++) {
            lines.accept(service(i));
            lines.accept(endpoints(i));
        }
        lines.accept(IdentityLine.of(new IdentityLine.Current(1, 0)));
    }

    static String podIp(int pod) {
        int node = pod / PODS_A_NODE;
        return "10." + (128 + node / 256) + "." + node % 256 + "." + (2 + pod % PODS_A_NODE);
    }

    static String clusterIp(int service) {
        return "10.96." + service / 250 + "." + (1 + service % 250);
    }

    private static IdentityLine node(int node) {
        String inner = "192.168." + node / 250 + "." + (1 + node % 250);
        String range = "10." + (128 + node / 256) + "." + node % 256 + ".0/24";
        return IdentityLine.of(new IdentityLine.Node(
                new UUID(node, node).toString(),
                "ip-" + inner.replace('.', '-') + ".eu-central-1.compute.internal",
                List.of(inner),
                List.of(range),
                Map.of("kubernetes.io/os", "linux", "topology.kubernetes.io/zone", "eu-central-1a")));
    }

    private IdentityLine pod(int pod) {
        int workload = pod / PODS_A_WORKLOAD;
        String name = "checkout-service-" + workload;
        int node = pod / PODS_A_NODE;
        return IdentityLine.of(new IdentityLine.Pod(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                namespace(workload),
                name + "-" + letters(new Random(workload), 10) + "-" + letters(random, 5),
                "ip-192-168-" + node / 250 + "-" + (1 + node % 250) + ".eu-central-1.compute.internal",
                List.of(podIp(pod)),
                false,
                new Workload("Deployment", name),
                1_700_000_000L + pod,
                0));
    }

    private static String letters(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static String namespace(int workload) {
        return "team-" + workload % NAMESPACES;
    }

    private static IdentityLine service(int service) {
        return IdentityLine.of(new IdentityLine.Service(
                namespace(service),
                "checkout-service-" + service,
                List.of(clusterIp(service)),
                List.of(),
                List.of(new IdentityLine.ServicePort("http", 80, 0), new IdentityLine.ServicePort("metrics", 9090, 0))));
    }

    private static IdentityLine endpoints(int service) {
        List<IdentityLine.Address> addresses = new ArrayList<>();
        for (int i = 0; i < PODS_A_SERVICE; i++) {
            addresses.add(new IdentityLine.Address(podIp(service * PODS_A_SERVICE + i), true));
        }
        return IdentityLine.of(new IdentityLine.Endpoints(
                namespace(service),
                "checkout-service-" + service + "-x7k2p",
                "checkout-service-" + service,
                List.of(new IdentityLine.EndpointPort("http", 8080), new IdentityLine.EndpointPort("metrics", 9090)),
                addresses));
    }
}
