package io.netwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.netwatch.api.policy.NetWatchPolicy;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.DnsAnalytics;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.e2e.cloud.ForcedAnswer;
import io.netwatch.e2e.cloud.Received;
import io.netwatch.e2e.cloud.Receiver;
import io.netwatch.e2e.cloud.Settings;
import io.netwatch.e2e.testbed.Addresses;
import io.netwatch.e2e.testbed.Testbed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two policies of different namespaces that send to different places, with different keys. */
@RequiresTestbed
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UploadTest {
    private static final String KEY = "nw_ak_of-the-test";

    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: %s, namespace: %s, labels: {netwatch.io/cloud-key: "true"}}
            data: {api-key: %s}
            """;

    private static final String SPEC = """

              snapshot: {interval: 1s, collectors: [%s]}
              cloud:
                endpoint: https://%s:%d
                apiKeySecretRef: {name: %s}
                caBundle: |
            %s""";

    private static WholeSystem system;
    private static Place east;
    private static Place west;

    /** Somewhere that snapshots go, and a namespace whose pods they are about. */
    private static final class Place implements AutoCloseable {
        private final String namespace;
        private final int port;
        private final List<Received> received = new CopyOnWriteArrayList<>();
        private final Receiver receiver;
        private final Callers pods;

        Place(String namespace, int port) {
            this.namespace = namespace;
            this.port = port;
            this.receiver = Receiver.start(
                    Settings.local(0, KEY).withNames(List.of(Addresses.WORLD)).withLimits(1, 1000), received::add);
            system.testbed().serveApi(port, "https://127.0.0.1:" + receiver.port());
            pods = new Callers(system.testbed(), namespace);
            pods.start("server", Map.of("app", "server"), "listen 8080");
            String server = pods.address("server");
            pods.start("caller", Map.of("app", "caller"), "call " + server + ":8080 every 0.2");
        }

        void send(String key) {
            String encoded = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
            system.installation().apply(SECRET.formatted("cloud", namespace, encoded));
        }

        void watch(String collectors) {
            system.watch(
                    namespace,
                    SPEC.formatted(
                            collectors,
                            Addresses.WORLD,
                            port,
                            "cloud",
                            receiver.authority().indent(8)));
        }

        List<ConnectionDetail> connections() {
            return received.stream()
                    .map(Received::snapshot)
                    .flatMap(snapshot -> snapshot.connections().stream())
                    .toList();
        }

        Condition degraded() {
            NetWatchPolicy policy = system.client()
                    .resources(NetWatchPolicy.class)
                    .inNamespace(namespace)
                    .withName("everything")
                    .get();
            return policy.getStatus().conditions().stream()
                    .filter(condition -> condition.getType().equals("Degraded"))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            receiver.close();
        }
    }

    @BeforeAll
    static void begin() {
        system = new WholeSystem();
        east = new Place("east", 7451);
        west = new Place("west", 7452);
        east.send(KEY);
        west.send("nw_ak_of-somebody-else");
        east.watch("Interfaces, Processes, Dns");
        west.watch("Interfaces, Processes");
        system.awaitAgent();
    }

    @AfterAll
    static void close() {
        system.close();
        east.close();
        west.close();
    }

    @Test
    @Order(1)
    void aKeyThatIsRefusedShowsInTheStatusAndNothingArrives() {
        WholeSystem.soon()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(west.degraded().getReason()).isEqualTo("CloudKeyRefused"));

        assertThat(west.degraded().getMessage()).contains("refuses the key").doesNotContain("somebody-else");
        assertThat(west.received).isEmpty();
    }

    @Test
    @Order(2)
    void anotherKeyIsTakenUpAndEachPlaceGetsItsOwnPodsOnly() {
        west.send(KEY);

        WholeSystem.soon()
                .atMost(Duration.ofSeconds(90))
                .until(() -> west.connections().size() > 10);
        WholeSystem.soon().until(() -> east.connections().size() > 10);

        for (Place place : List.of(east, west)) {
            assertThat(place.connections())
                    .allMatch(row -> row.kubernetes().namespace().equals(place.namespace))
                    .anyMatch(row -> row.kubernetes().pod().equals("caller")
                            && row.peer().pod().equals("server")
                            && row.rxBytes() != null);
            assertThat(place.received)
                    .anyMatch(one -> one.snapshot().processes().stream().anyMatch(process -> process.rxBytes() > 0));
            assertThat(place.received.get(0).host().hostId())
                    .isEqualTo(system.client()
                            .nodes()
                            .withName(Testbed.NODE)
                            .get()
                            .getMetadata()
                            .getUid());
        }
    }

    @Test
    @Order(3)
    void whoAsksForDnsIsToldWhatItsPodsAskForAndWhatStrangersAreCalled() {
        east.pods.start("resolver", Map.of("app", "resolver"), "dns " + Addresses.EXTERNAL);
        String resolver = east.pods.address("resolver");
        for (Place place : List.of(east, west)) {
            place.pods.start(
                    "asker", Map.of("app", "asker"), "find api.example.com at " + resolver + " port 443 every 0.3");
        }

        WholeSystem.soon()
                .until(() -> east.connections().stream()
                        .anyMatch(row -> row.peer() != null
                                && "api.example.com".equals(row.peer().dnsName())
                                && row.peer().attribution().equals("external")
                                && row.kubernetes().pod().equals("asker")));

        assertThat(east.received).anyMatch(one -> {
            DnsAnalytics dns = one.snapshot().dnsAnalytics();
            return dns.totalQueries() > 0
                    && dns.totalResponses() > 0
                    && dns.topDomains().get(0).name().equals("api.example.com");
        });
        assertThat(west.received).allMatch(one -> one.snapshot().dnsAnalytics() == null);
    }

    @Test
    @Order(4)
    void whatAnOutageHeldUpArrivesFromAnotherAgentAndInOrder() {
        Instant began = Instant.now();
        long requests = east.receiver.counts().requests();
        east.receiver.force(new ForcedAnswer(503, 2));
        WholeSystem.soon().until(() -> east.receiver.counts().requests() > requests);
        Instant killed = Instant.now();
        system.client()
                .resource(system.installation().agentPod().orElseThrow())
                .withGracePeriod(0)
                .delete();

        WholeSystem.soon()
                .atMost(Duration.ofSeconds(90))
                .until(() -> east.received.stream().anyMatch(one -> taken(one).isAfter(killed.plusSeconds(5))));

        List<Instant> timestamps = east.received.stream().map(UploadTest::taken).toList();
        assertThat(timestamps).isSorted().doesNotHaveDuplicates();
        assertThat(timestamps.stream().filter(time -> time.isAfter(began) && time.isBefore(killed)))
                .hasSizeGreaterThanOrEqualTo(
                        (int) Duration.between(began, killed).toSeconds() - 2);
        assertThat(lastUpload()).isNotNull();
    }

    private static String lastUpload() {
        return WholeSystem.soon()
                .until(
                        () -> system.client()
                                .resources(NetWatchPolicy.class)
                                .inNamespace("east")
                                .withName("everything")
                                .get()
                                .getStatus()
                                .lastUploadTime(),
                        Objects::nonNull);
    }

    private static Instant taken(Received received) {
        Snapshot snapshot = received.snapshot();
        return Instant.parse(snapshot.timestamp());
    }
}
