package io.netwatch.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.operator.tls.AgentServer;
import io.netwatch.operator.tls.Certificates;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityStreamTest {
    /** As usual, but less patient with readers. */
    private static final Bounds SHORT = new Bounds(
            Duration.ofMillis(150),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            64 << 10,
            256 << 10,
            Duration.ofSeconds(2));

    private final Vertx vertx = Vertx.vertx();
    private final Certificates certificates = new Certificates();
    private final SSLContext agent = certificates.agentAsClient();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IdentityLog log = new IdentityLog(Clock.systemUTC());
    private final PodTeller pods = new PodTeller(log, Clock.systemUTC());
    private final IdentityEndpoint endpoint =
            new IdentityEndpoint(vertx, log, () -> this.known, Clock.systemUTC(), meters, SHORT);
    private final AgentServer server = new AgentServer(vertx, certificates.material(), endpoint);
    private final int port = server.listen("127.0.0.1", 0).toCompletableFuture().join();
    private volatile boolean known = true;

    @AfterEach
    void stop() throws Exception {
        endpoint.close();
        server.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void beginsWithAllThereIs() throws Exception {
        pods.onAdd(Pods.running("shop", "cart-1", "10.244.0.1"));
        Teller.ofNamespaces(log).onAdd(Pods.namespace("shop", Map.of("team", "a")));

        try (StreamClient reader = read("")) {
            List<IdentityLine> lines = reader.untilCurrent();

            assertThat(reader.header("Content-Type")).isEqualTo("application/x-ndjson");
            assertThat(reader.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0).begin().snapshot()).isTrue();
            assertThat(lines.get(0).begin().stream()).isNotEmpty();
            assertThat(lines.get(1).namespace()).isEqualTo(new IdentityLine.Namespace("shop", Map.of("team", "a")));
            assertThat(lines.get(2).pod().ips()).containsExactly("10.244.0.1");
            assertThat(lines.get(3).current().revision()).isEqualTo(2);
        }
    }

    @Test
    void tellsChangesAsTheyCome() throws Exception {
        try (StreamClient reader = read("")) {
            reader.untilCurrent();

            long start = System.nanoTime();
            pods.onAdd(Pods.running("shop", "cart-1", "10.244.0.1"));
            List<IdentityLine> first = reader.until(line -> line.pod() != null);
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            pods.onDelete(Pods.running("shop", "cart-1", "10.244.0.1"), false);
            List<IdentityLine> second = reader.until(line -> line.gone() != null);

            System.out.printf("a change is told within %d ms%n", took);
            assertThat(last(first).pod().name()).isEqualTo("cart-1");
            assertThat(last(second).gone())
                    .satisfies(gone -> assertThat(gone.kind()).isEqualTo("pod"))
                    .satisfies(gone -> assertThat(gone.uid()).isEqualTo("cart-1-uid"))
                    .satisfies(gone -> assertThat(gone.at()).isPositive());
            assertThat(reader.untilCurrent()).hasSize(1);
            assertThat(took).isLessThan(2_000);
        }
    }

    @Test
    void givesASignOfLifeWhileNothingChanges() throws Exception {
        try (StreamClient reader = read("")) {
            reader.untilCurrent();

            assertThat(reader.untilCurrent()).hasSize(1);
            assertThat(reader.untilCurrent()).hasSize(1);
        }
    }

    @Test
    void goesOnWhereAnEarlierAnswerEnded() throws Exception {
        pods.onAdd(Pods.running("shop", "cart-1", "10.244.0.1"));
        String stream;
        long revision;
        try (StreamClient reader = read("")) {
            List<IdentityLine> lines = reader.untilCurrent();
            stream = lines.get(0).begin().stream();
            revision = last(lines).current().revision();
        }
        pods.onAdd(Pods.running("shop", "cart-2", "10.244.0.2"));
        pods.onDelete(Pods.running("shop", "cart-1", "10.244.0.1"), false);

        try (StreamClient reader = read("?stream=" + stream + "&revision=" + revision)) {
            List<IdentityLine> lines = reader.untilCurrent();

            assertThat(lines.get(0).begin()).isEqualTo(new IdentityLine.Begin(stream, false));
            assertThat(lines).hasSize(4);
            assertThat(lines.get(1).pod().name()).isEqualTo("cart-2");
            assertThat(lines.get(2).gone().name()).isEqualTo("cart-1");
            assertThat(lines.get(3).current().revision()).isEqualTo(revision + 2);
        }
        assertThat(meters.get("netwatch.operator.identity.resumed").counter().count())
                .isEqualTo(1);
        assertThat(meters.get("netwatch.operator.identity.snapshots").counter().count())
                .isEqualTo(1);
    }

    @Test
    void beginsAnewForAnotherOperatorsStreamAndForRevisionsThatItDoesNotKnow() throws Exception {
        pods.onAdd(Pods.running("shop", "cart-1", "10.244.0.1"));
        String stream;
        try (StreamClient reader = read("")) {
            stream = reader.untilCurrent().get(0).begin().stream();
        }

        for (String query : List.of(
                "?stream=another&revision=1",
                "?stream=" + stream + "&revision=99",
                "?stream=" + stream + "&revision=-1",
                "?stream=" + stream + "&revision=99999999999999999999",
                "?stream=" + stream,
                "?revision=1")) {
            try (StreamClient reader = read(query)) {
                List<IdentityLine> lines = reader.untilCurrent();

                assertThat(lines.get(0).begin()).describedAs(query).isEqualTo(new IdentityLine.Begin(stream, true));
                assertThat(lines).hasSize(3);
            }
        }
    }

    @Test
    void beginsAnewWhereTheChangesSinceAreNotKeptAnyMore() throws Exception {
        String stream;
        try (StreamClient reader = read("")) {
            List<IdentityLine> lines = reader.untilCurrent();
            stream = lines.get(0).begin().stream();
            tellNoise(2, 64 << 10);
            reader.until(
                    line -> line.namespace() != null && line.namespace().name().equals("noise-1"));
        }

        try (StreamClient reader = read("?stream=" + stream + "&revision=0")) {
            assertThat(reader.next().begin().snapshot()).isTrue();
        }
    }

    @Test
    void tellsThousandChangesASecondToAll() throws Exception {
        try (StreamClient one = read("");
                StreamClient other = read("")) {
            one.untilCurrent();
            other.untilCurrent();
            CompletableFuture<Set<String>> reads = CompletableFuture.supplyAsync(() -> podsUntil(one, "pod-4999"));
            CompletableFuture<Set<String>> alsoReads =
                    CompletableFuture.supplyAsync(() -> podsUntil(other, "pod-4999"));

            long start = System.nanoTime();
            for (int i = 0; i < 5_000; i++) {
                pods.onAdd(Pods.running("shop", "pod-" + i, "10.1." + i / 250 + "." + i % 250));
                if (i % 100 == 99) {
                    TimeUnit.NANOSECONDS.sleep(start + TimeUnit.MILLISECONDS.toNanos(i) - System.nanoTime());
                }
            }

            assertThat(reads.get(20, TimeUnit.SECONDS)).hasSize(5_000);
            assertThat(alsoReads.get(20, TimeUnit.SECONDS)).hasSize(5_000);
            System.out.printf(
                    "5,000 changes were told to 2 readers within %d ms%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    @Test
    void cutsOffAReaderThatDoesNotReadWhileOthersGoOn() throws Exception {
        HttpsURLConnection silent = StreamClient.connect(agent, port, "/api/v1/identity");
        silent.getResponseCode();
        try (StreamClient reader = read("")) {
            reader.untilCurrent();
            CompletableFuture<Void> reads = CompletableFuture.runAsync(() -> untilNamespace(reader, "noise-2999"));

            tellNoise(3_000, 8 << 10);

            reads.get(60, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(20)).until(() -> resets() == 1);
            assertThat(meters.get("netwatch.operator.identity.readers").gauge().value())
                    .isEqualTo(1);
            assertThat(reader.untilCurrent()).isNotEmpty();
        } finally {
            silent.disconnect();
        }
        await().until(() ->
                meters.get("netwatch.operator.identity.readers").gauge().value() == 0);
    }

    @Test
    void asksToComeLaterWhileNotAllIsKnown() throws Exception {
        known = false;
        pods.onAdd(Pods.running("shop", "cart-1", "10.244.0.1"));
        HttpsURLConnection early = StreamClient.connect(agent, port, "/api/v1/identity");
        assertThat(early.getResponseCode()).isEqualTo(503);
        assertThat(early.getHeaderField("Retry-After")).isEqualTo("2");

        known = true;

        try (StreamClient reader = read("")) {
            assertThat(reader.untilCurrent()).hasSize(3);
        }
    }

    @Test
    void servesNothingElse() throws Exception {
        assertThat(StreamClient.connect(agent, port, "/").getResponseCode()).isEqualTo(404);
        HttpsURLConnection post = StreamClient.connect(agent, port, "/api/v1/identity");
        post.setRequestMethod("DELETE");
        assertThat(post.getResponseCode()).isEqualTo(405);
    }

    /** Namespaces with labels that can't be compressed much. */
    private void tellNoise(int count, int bytes) {
        Random random = new Random(1);
        byte[] noise = new byte[bytes];
        for (int i = 0; i < count; i++) {
            random.nextBytes(noise);
            Teller.ofNamespaces(log)
                    .onAdd(Pods.namespace(
                            "noise-" + i, Map.of("noise", Base64.getEncoder().encodeToString(noise))));
        }
    }

    private double resets() {
        return meters.get("netwatch.operator.identity.resets").counter().count();
    }

    private StreamClient read(String query) throws java.io.IOException {
        return new StreamClient(agent, port, query);
    }

    private static void untilNamespace(StreamClient reader, String name) {
        try {
            reader.until(
                    line -> line.namespace() != null && line.namespace().name().equals(name));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<String> podsUntil(StreamClient reader, String name) {
        Set<String> seen = new HashSet<>();
        List<IdentityLine> lines = new ArrayList<>();
        try {
            lines.addAll(
                    reader.until(line -> line.pod() != null && line.pod().name().equals(name)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        lines.stream()
                .filter(line -> line.pod() != null)
                .forEach(line -> seen.add(line.pod().name()));
        return seen;
    }

    private static IdentityLine last(List<IdentityLine> lines) {
        return lines.get(lines.size() - 1);
    }
}
