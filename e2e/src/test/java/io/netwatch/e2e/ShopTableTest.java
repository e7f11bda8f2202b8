package io.netwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.netwatch.e2e.shop.Shop;
import io.netwatch.operator.apiserver.ProxiedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every connection of the shop, with both ends named, as the agent tells of it. */
@RequiresTestbed
class ShopTableTest {
    /** All that is to be seen of connections that begin while all is known, and no more: see {@link Seen#row}. */
    private static final Set<String> ROWS = new TreeSet<>("""
            pod shop/CronJob/report:report (cgroup) -> pod shop/Deployment/database via shop/database:postgres (cgroup), ok
            pod shop/DaemonSet/node-exporter:node-exporter (cgroup) -> pod shop/Deployment/cart via shop/cart:http (cgroup), ok
            pod shop/Deployment/cart:cart (cgroup) -> external 203.0.113.66 (external), failed ETIMEDOUT
            pod shop/Deployment/cart:cart (cgroup) -> pod shop/Deployment/catalog (ip), failed ECONNREFUSED
            pod shop/Deployment/cart:cart (cgroup) -> pod shop/Deployment/warehouse via shop/warehouse:http (cgroup), ok
            pod shop/Deployment/cart:cart (cgroup) <- pod shop/DaemonSet/node-exporter (cgroup), ok
            pod shop/Deployment/cart:cart (cgroup) <- pod shop/Deployment/frontend (cgroup), ok
            pod shop/Deployment/catalog:catalog (cgroup) -> pod shop/Deployment/database via shop/database:postgres (cgroup), ok
            pod shop/Deployment/catalog:catalog (cgroup) <- pod shop/Deployment/frontend (cgroup), ok
            pod shop/Deployment/database:postgres (cgroup) <- pod shop/CronJob/report (cgroup), ok
            pod shop/Deployment/database:postgres (cgroup) <- pod shop/Deployment/catalog (cgroup), ok
            pod shop/Deployment/database:postgres (cgroup) <- pod shop/Node/node-1 (cgroup), ok
            pod shop/Deployment/frontend:frontend (cgroup) -> external 203.0.113.10 (external), ok
            pod shop/Deployment/frontend:frontend (cgroup) -> pod shop/Deployment/cart via shop/cart:http (cgroup), ok
            pod shop/Deployment/frontend:frontend (cgroup) -> pod shop/Deployment/catalog via shop/catalog:http (cgroup), ok
            pod shop/Deployment/frontend:frontend (cgroup) -> service shop/payments via shop/payments:http (ip), failed ECONNREFUSED no_endpoints
            pod shop/Deployment/frontend:frontend (cgroup) <- external 203.0.113.20 (external), ok
            pod shop/Deployment/warehouse:warehouse (cgroup) <- pod shop/Deployment/cart (cgroup), ok
            pod shop/Node/node-1:backup (cgroup) -> pod shop/Deployment/database via shop/database:postgres (cgroup), ok
            """.lines().toList());

    /** Of the one connection that was open before there was an agent. */
    private static final Set<String> EARLIER_ROWS = Set.of(
            "pod shop/Deployment/cart:cart (cgroup) -> pod shop/Deployment/database via shop/database:postgres (ip), ok",
            "pod shop/Deployment/database:postgres (cgroup) <- pod shop/Deployment/cart (ip), ok");

    private static WholeSystem system;
    private static Shop shop;
    private static Instant known;

    @BeforeAll
    static void openTheShopAndWatchIt() {
        system = new WholeSystem();
        shop = Shop.open(system.testbed());
        system.watch(Shop.NAMESPACE, "{}");
        system.awaitAgent();
        WholeSystem.soon().until(() -> rows(ofTheShop()).stream().anyMatch(row -> row.endsWith(" no_endpoints")));
        known = Instant.now();
    }

    @AfterAll
    static void close() {
        shop.close();
        system.close();
    }

    @Test
    void namesBothEndsOfEveryConnectionAndWhyItFailed() {
        WholeSystem.soon()
                .untilAsserted(() -> assertThat(rows(ofTheShop().filter(ShopTableTest::beganLately)))
                        .isEqualTo(ROWS));
    }

    @Test
    void namesTheEndsOfTheConnectionThatWasOpenBefore() {
        WholeSystem.soon()
                .untilAsserted(() -> assertThat(rows(ofTheShop()
                                .filter(connection ->
                                        connection.get("state").asText().equals("ESTABLISHED"))
                                .filter(connection ->
                                        connection.get("preexisting").asBoolean())
                                .filter(connection -> connection.toString().contains("\"cart\""))))
                        .isEqualTo(new TreeSet<>(EARLIER_ROWS)));
    }

    @Test
    void podsAreThoseOfTheApiServerWithTheirOwnWorkloads() {
        Map<String, String> pods = system.client().pods().inNamespace(Shop.NAMESPACE).list().getItems().stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getName(),
                        pod -> pod.getMetadata().getLabels().get("app")));

        Stream<JsonNode> ends = ofTheShop()
                .flatMap(connection -> Stream.of(connection.get("localParty"), connection.get("peerParty")))
                .filter(party -> party.get("kind").asText().equals("pod"))
                .filter(party -> !party.get("workload").get("kind").asText().equals("Node"))
                .filter(party -> pods.containsKey(party.get("name").asText()));

        assertThat(ends)
                .isNotEmpty()
                .allSatisfy(
                        party -> assertThat(party.get("workload").get("name").asText())
                                .isEqualTo(pods.get(party.get("name").asText())));
    }

    @Test
    void serviceLeadsToEachOfItsTwoPods() {
        Set<String> catalog =
                system
                        .client()
                        .pods()
                        .inNamespace(Shop.NAMESPACE)
                        .withLabel("app", "catalog")
                        .list()
                        .getItems()
                        .stream()
                        .map(Pod::getMetadata)
                        .map(metadata -> metadata.getName())
                        .collect(Collectors.toSet());

        WholeSystem.soon()
                .untilAsserted(() -> assertThat(ofTheShop()
                                .filter(connection -> Seen.row(connection).contains(" via shop/catalog:http"))
                                .map(connection ->
                                        connection.get("peerParty").get("name").asText())
                                .collect(Collectors.toSet()))
                        .isEqualTo(catalog));
    }

    @Test
    void agentAsksTheApiServerForItsNodesPodsAndForPoliciesAlone() {
        Set<String> asked = new TreeSet<>();
        system.agentProxy().requests().forEach(request -> asked.add(what(request)));

        assertThat(asked)
                .containsExactly(
                        "list clusternetwatchpolicies of all namespaces",
                        "list netwatchpolicies of all namespaces",
                        "list pods of all namespaces with spec.nodeName=node-1",
                        "watch clusternetwatchpolicies of all namespaces",
                        "watch netwatchpolicies of all namespaces",
                        "watch pods of all namespaces with spec.nodeName=node-1");
    }

    private static String what(ProxiedRequest request) {
        String uri = URLDecoder.decode(request.uri(), StandardCharsets.UTF_8);
        int field = uri.indexOf("fieldSelector=");
        String selector = field < 0 ? "" : " with " + uri.substring(field + 14).replaceAll("&.*", "");
        String place = request.namespace().isEmpty() ? "all namespaces" : request.namespace();
        return request.verb() + " " + request.resource() + " of " + place + selector;
    }

    private static Stream<JsonNode> ofTheShop() {
        return system.connections("&namespace=" + Shop.NAMESPACE).stream()
                .filter(connection -> Shop.NAMESPACE.equals(
                        connection.get("localParty").path("namespace").asText()));
    }

    private static boolean beganLately(JsonNode connection) {
        String opened = connection.path("opened").asText("");
        boolean settled = !connection.get("state").asText().equals("SYN_SENT");
        return settled
                && !opened.isEmpty()
                && !opened.equals("null")
                && Instant.parse(opened).isAfter(known);
    }

    private static Set<String> rows(Stream<JsonNode> connections) {
        return connections.map(Seen::row).collect(Collectors.toCollection(TreeSet::new));
    }
}
