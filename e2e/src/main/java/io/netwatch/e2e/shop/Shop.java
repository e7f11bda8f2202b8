package io.netwatch.e2e.shop;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.e2e.testbed.Addresses;
import io.netwatch.e2e.testbed.Image;
import io.netwatch.e2e.testbed.Testbed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shop, in namespace {@value #NAMESPACE}. Who calls whom, about once a second:
 *
 * <pre>
 *   customers outside ──node port 30080──> frontend ──> cart ──> database (one connection that stays open)
 *                                            │           ├──> a catalog pod's port where nobody listens: refused
 *                                            │           ├──> warehouse, which takes its time
 *                                            │           └──> suppliers outside, who never answer: times out
 *                                            ├──> catalog, one of two pods ──> database
 *                                            ├──> payments, a service without endpoints: refused
 *                                            └──> bank outside
 *   node-exporter (in the node's network) ──> cart;  backup (static pod) ──> database;  report (CronJob, 300 ms) ──> database
 * </pre>
 */
public final class Shop implements AutoCloseable {
    public static final String NAMESPACE = "shop";

    /** Port of the node that leads to the frontend. */
    public static final int NODE_PORT = 30_080;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Testbed testbed;
    private final KubernetesClient client;
    private final Workloads workloads;
    private final ReportJobs reports;

    private Shop(Testbed testbed) {
        this.testbed = testbed;
        client = testbed.client();
        workloads = new Workloads(client, NAMESPACE, ShopProgram.IMAGE);
        reports = new ReportJobs(workloads, client);
    }

    /** Opens the shop: each part when those that it calls are ready, so that nothing fails but what is to fail. */
    public static Shop open(Testbed testbed) {
        Image image = ShopProgram.image(testbed.folder());
        testbed.provide(ShopProgram.IMAGE, image);
        Shop shop = new Shop(testbed);
        shop.client
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        shop.services();
        shop.backends(image);
        shop.middle();
        shop.front(image);
        shop.reports.start();
        return shop;
    }

    private void services() {
        service("frontend", "10.96.1.1", 80, NODE_PORT);
        service("cart", "10.96.1.2", 80, null);
        service("catalog", "10.96.1.3", 8080, null);
        service("database", "10.96.1.4", 5432, null);
        service("payments", "10.96.1.5", 443, null);
        service("warehouse", "10.96.1.6", 8080, null);
    }

    private void service(String name, String address, int port, Integer nodePort) {
        client.resource(new ServiceBuilder()
                        .withMetadata(workloads.metadata(name, null, null))
                        .withNewSpec()
                        .withType(nodePort == null ? "ClusterIP" : "NodePort")
                        .withClusterIP(address)
                        .withClusterIPs(address)
                        .addToSelector("app", name)
                        .addNewPort()
                        .withName(port == 5432 ? "postgres" : "http")
                        .withPort(port)
                        .withNewTargetPort(port == 80 ? 8080 : port)
                        .withNodePort(nodePort)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private void backends(Image image) {
        outside(image, "bank listen 443");
        workloads.deployment(
                "database",
                1,
                List.of(),
                Workloads.serving(
                        Workloads.guaranteed(workloads.container("postgres", "postgres", "listen 5432")), 5432));
        workloads.deployment(
                "warehouse",
                1,
                List.of(),
                Workloads.serving(workloads.container("warehouse", "warehouse", "listen 8080 slow 2.5"), 8080));
        await("database", "warehouse");
    }

    private void middle() {
        workloads.deployment(
                "catalog",
                2,
                List.of(),
                Workloads.serving(
                        Workloads.burstable(
                                workloads.container("catalog", "gunicorn", "listen 8080 via database:5432")),
                        8080));
        await("catalog");
        String catalog = client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app", "catalog")
                .list()
                .getItems()
                .get(0)
                .getStatus()
                .getPodIP();
        List<HostAlias> names = List.of(
                new HostAlias(List.of("catalog-0.internal"), catalog),
                new HostAlias(List.of("suppliers.example.com"), Addresses.SILENT));
        workloads.deployment(
                "cart",
                1,
                names,
                Workloads.serving(
                        Workloads.burstable(workloads.container(
                                "cart",
                                "java",
                                "listen 8080 hold database:5432 every 1 call catalog-0.internal:9090 every 3"
                                        + " call warehouse:8080 every 2 call suppliers.example.com:443 every 4")),
                        8080));
        await("cart");
    }

    private void front(Image image) {
        workloads.deployment(
                "frontend",
                1,
                List.of(new HostAlias(List.of("bank.example.com"), Addresses.EXTERNAL)),
                Workloads.serving(
                        Workloads.burstable(workloads.container(
                                "frontend",
                                "nginx",
                                "listen 8080 call cart:80 every 1 call catalog:8080 every 1 call payments:443 every 2"
                                        + " call bank.example.com:443 every 3")),
                        8080));
        workloads.hostDaemonSet(
                "node-exporter",
                workloads
                        .container("node-exporter", "node_exporter", "call cart:80 every 3")
                        .build());
        workloads.staticPod(
                "backup",
                workloads
                        .container("backup", "pg_dump", "call database:5432 every 3")
                        .build());
        await("frontend");
        outside(image, "customer call " + Addresses.NODE + ":" + NODE_PORT + " every 2");
    }

    /** Runs the shop's program outside of the cluster. */
    private void outside(Image image, String directives) {
        testbed.startOutside(Stream.concat(image.entrypoint().stream(), Arrays.stream(directives.split(" ", -1)))
                .toList());
    }

    private void await(String... services) {
        for (String service : services) {
            testbed.awaitService(NAMESPACE, service, PATIENCE);
        }
    }

    /** No more reports; the rest goes with the testbed. */
    @Override
    public void close() {
        reports.close();
    }
}
