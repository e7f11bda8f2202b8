package io.netwatch.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.netwatch.operator.tls.CallerCheck.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReviewCheckTest {
    private static final String TOKEN = "eyJ.secret.token";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KNOWN = "{\"authenticated\":true,\"user\":{\"username\":\"prometheus\",\"uid\":\"u-7\","
            + "\"groups\":[\"system:serviceaccounts\"],\"extra\":{\"pod\":[\"p-0\"]}}}";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private volatile int status = 201;
    private volatile String tokenStatus = KNOWN;
    private volatile String accessStatus = "{\"allowed\":true}";
    private HttpServer server;
    private KubernetesClient client;
    private TokenReviewCheck check;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        check = new TokenReviewCheck(client, clock, troubles::add);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void allowsReviewedUserWhoMayGetMetrics() {
        assertThat(check.check(TOKEN)).isEqualTo(Verdict.ALLOWED);

        assertThat(asked).hasSize(2);
        assertThat(asked.get(0).at("/kind").asText()).isEqualTo("TokenReview");
        assertThat(asked.get(0).at("/spec/token").asText()).isEqualTo(TOKEN);
        JsonNode access = asked.get(1);
        assertThat(access.at("/kind").asText()).isEqualTo("SubjectAccessReview");
        assertThat(access.at("/spec/user").asText()).isEqualTo("prometheus");
        assertThat(access.at("/spec/uid").asText()).isEqualTo("u-7");
        assertThat(access.at("/spec/groups/0").asText()).isEqualTo("system:serviceaccounts");
        assertThat(access.at("/spec/extra/pod/0").asText()).isEqualTo("p-0");
        assertThat(access.at("/spec/nonResourceAttributes/path").asText()).isEqualTo("/metrics");
        assertThat(access.at("/spec/nonResourceAttributes/verb").asText()).isEqualTo("get");
        assertThat(access.at("/spec/resourceAttributes").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"authenticated\":false}", "{\"authenticated\":true}", "{\"error\":\"expired\"}"})
    void knowsNoCallerWithoutAuthenticatedUser(String answer) {
        tokenStatus = answer;

        assertThat(check.check(TOKEN)).isEqualTo(Verdict.UNKNOWN_CALLER);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"allowed\":false}", "{\"allowed\":false,\"denied\":true}"})
    void forbidsUserWhoIsNotAllowed(String answer) {
        accessStatus = answer;

        assertThat(check.check(TOKEN)).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void asksOnceAMinute() {
        check.check(TOKEN);
        check.check(TOKEN);
        assertThat(asked).hasSize(2);

        clock.advance(Duration.ofMinutes(1));
        check.check(TOKEN);
        assertThat(asked).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void leavesUndecidedWhatServerRefusesAndAsksAnew(int code) {
        status = code;

        assertThat(check.check(TOKEN)).isEqualTo(Verdict.UNDECIDED);
        assertThat(asked).hasSize(1);
        assertThat(troubles)
                .singleElement()
                .asString()
                .contains("status " + code)
                .doesNotContain(TOKEN);
        status = 201;
        assertThat(check.check(TOKEN)).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void leavesUndecidedWhereStatusIsMissing() {
        tokenStatus = "null";

        assertThat(check.check(TOKEN)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void leavesUndecidedWhileServerIsGone() {
        server.stop(0);

        assertThat(check.check(TOKEN)).isEqualTo(Verdict.UNDECIDED);
        assertThat(troubles).singleElement().asString().contains("no answer").doesNotContain(TOKEN);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode review = JSON.readTree(exchange.getRequestBody());
        asked.add(review);
        String group = exchange.getRequestURI().getPath();
        String body = "{\"kind\":" + review.get("kind") + ",\"apiVersion\":" + review.get("apiVersion") + ",\"status\":"
                + (group.endsWith("tokenreviews") ? tokenStatus : accessStatus) + "}";
        byte[] bytes = (status == 201 ? body : "{\"kind\":\"Status\",\"message\":\"" + TOKEN + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
