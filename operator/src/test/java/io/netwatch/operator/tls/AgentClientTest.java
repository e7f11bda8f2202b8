package io.netwatch.operator.tls;

import static io.netwatch.operator.tls.AgentFailure.BAD_STATUS;
import static io.netwatch.operator.tls.AgentFailure.TIMEOUT;
import static io.netwatch.operator.tls.AgentFailure.TLS_REFUSED;
import static io.netwatch.operator.tls.AgentFailure.TOO_LARGE;
import static io.netwatch.operator.tls.AgentFailure.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwatch.operator.tls.AgentAnswer.Body;
import io.netwatch.operator.tls.AgentAnswer.Failed;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentClientTest {
    private static final Set<String> BOTH = Set.of("TLSv1.3", "TLSv1.2");
    private static final String PATH = "/api/v1/node";
    private static final Handler<HttpServerRequest> NODE =
            request -> request.response().end("{\"path\":\"" + request.path() + "\"}");

    private final Vertx vertx = Vertx.vertx();
    private final Certificates ours = new Certificates();
    private final Certificates others = new Certificates();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void givesWhatAgentSays(String version) throws Exception {
        FakeAgent agent = agent(ours.agent(), ours, Set.of(version), NODE);

        assertThat(ask(client(agent.listen("127.0.0.1"), ours.material())))
                .isEqualTo(new Body("{\"path\":\"/api/v1/node\"}"));
    }

    @Test
    void asksOverIpv6() throws Exception {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByAddress(loopback)) != null, "no IPv6 here");
        FakeAgent agent = agent(ours.agent(), ours, BOTH, NODE);
        AgentClient client = client(agent.listen("::1"), ours.material());

        assertThat(client.ask("::1").toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isInstanceOf(Body.class);
    }

    @Test
    void keepsConnectionBetweenQuestions() throws Exception {
        FakeAgent agent = agent(ours.agent(), ours, BOTH, NODE);
        AgentClient client = client(agent.listen("127.0.0.1"), ours.material());

        for (int i = 0; i < 5; i++) {
            assertThat(ask(client)).isInstanceOf(Body.class);
        }

        assertThat(agent.connections).hasValue(1);
    }

    @Test
    void refusesAgentOfAnotherAuthority() throws Exception {
        assertRefused(agent(others.agent(), ours, BOTH, NODE), TLS_REFUSED);
    }

    @Test
    void refusesExpiredAgent() throws Exception {
        assertRefused(agent(ours.expiredAgent(), ours, BOTH, NODE), TLS_REFUSED);
    }

    @Test
    void refusesServerThatIsNoAgent() throws Exception {
        assertRefused(agent(ours.operator(), ours, BOTH, NODE), TLS_REFUSED);
    }

    @Test
    void refusesAgentNamedSoWhoseCertificateIsForClients() throws Exception {
        assertRefused(agent(ours.agentThatIsClientOnly(), ours, BOTH, NODE), TLS_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void tellsThatAgentRefusedOperator(String version) throws Exception {
        assertRefused(agent(ours.agent(), others, Set.of(version), NODE), TLS_REFUSED);
    }

    @Test
    void refusesServerWithoutTls() throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(NODE)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();

        assertThat(reason(ask(client(port, ours.material())))).isEqualTo(TLS_REFUSED);
    }

    @Test
    void givesNoBodyOfAnotherStatus() throws Exception {
        FakeAgent agent = agent(
                ours.agent(),
                ours,
                BOTH,
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", PATH)
                        .end("x"));

        Failed failed = (Failed) ask(client(agent.listen("127.0.0.1"), ours.material()));

        assertThat(failed).isEqualTo(new Failed(BAD_STATUS, "status 302"));
    }

    @Test
    void takesBodyUpToItsLimit() throws Exception {
        String longest = "x".repeat(AgentClient.BODY_LIMIT);
        FakeAgent agent =
                agent(ours.agent(), ours, BOTH, request -> request.response().end(longest));

        assertThat(ask(client(agent.listen("127.0.0.1"), ours.material()))).isEqualTo(new Body(longest));
    }

    @Test
    void refusesBodyAboveItsLimitWhetherAnnouncedOrNot() throws Exception {
        String tooLong = "x".repeat(AgentClient.BODY_LIMIT + 1);

        assertRefused(
                agent(ours.agent(), ours, BOTH, request -> request.response().end(tooLong)), TOO_LARGE);
        assertRefused(
                agent(
                        ours.agent(),
                        ours,
                        BOTH,
                        request -> request.response().setChunked(true).end(tooLong)),
                TOO_LARGE);
    }

    @Test
    void refusesHeadAboveItsLimit() throws Exception {
        assertRefused(
                agent(
                        ours.agent(),
                        ours,
                        BOTH,
                        request -> request.response()
                                .putHeader("X-Big", "x".repeat(16 * 1024))
                                .end()),
                TOO_LARGE);
    }

    @Test
    void waitsForSilentAgentNoLongerThanItsDeadline() throws Exception {
        assertRefused(agent(ours.agent(), ours, BOTH, request -> {}), TIMEOUT);
    }

    @Test
    void waitsForTricklingBodyNoLongerThanItsDeadline() throws Exception {
        FakeAgent agent = agent(ours.agent(), ours, BOTH, request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(50, timer -> request.response().write("x"));
        });
        long start = System.nanoTime();

        assertRefused(agent, TIMEOUT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void waitsForSilentHandshakeNoLongerThanItsDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(reason(ask(client(silent.getLocalPort(), ours.material()))))
                    .isIn(TIMEOUT, TLS_REFUSED);
        }
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(reason(ask(client(free, ours.material())))).isEqualTo(UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "", "127.0.0.1:80", "127.0.0.1/x", "::1]"})
    void looksUpNoNames(String address) throws Exception {
        AgentClient client = client(1, ours.material());

        assertThat(client.ask(address).toCompletableFuture().get(1, TimeUnit.SECONDS))
                .isEqualTo(new Failed(UNREACHABLE, "not an IP address"));
    }

    @Test
    void followsRotationWhileRunning() throws Exception {
        FakeAgent agent = agent(ours.agent(), ours, BOTH, NODE);
        AgentClient client = client(agent.listen("127.0.0.1"), ours.material());
        assertThat(ask(client)).isInstanceOf(Body.class);

        agent.replace(others.agent(), List.of(others.authority));
        client.replace(ours.material());
        assertThat(reason(ask(client))).isEqualTo(TLS_REFUSED);
        client.replace(others.material());

        assertThat(ask(client)).isInstanceOf(Body.class);
    }

    @Test
    void endsQuestionUnderWayAsItBegan() throws Exception {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        FakeAgent agent = agent(ours.agent(), ours, BOTH, held::add);
        AgentClient client = client(agent.listen("127.0.0.1"), ours.material());
        CompletableFuture<AgentAnswer> answer = client.ask("127.0.0.1").toCompletableFuture();
        await().until(() -> held.size() == 1);

        client.replace(others.material());
        held.get(0).response().end("late");

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(new Body("late"));
    }

    private FakeAgent agent(
            KeyedCertificate identity, Certificates clients, Set<String> versions, Handler<HttpServerRequest> answer) {
        return new FakeAgent(vertx, identity, List.of(clients.authority), versions, answer);
    }

    private AgentClient client(int port, TlsMaterial material) {
        return new AgentClient(vertx, port, PATH, Duration.ofSeconds(3), material);
    }

    private void assertRefused(FakeAgent agent, AgentFailure reason) throws Exception {
        AgentAnswer answer = ask(client(agent.listen("127.0.0.1"), ours.material()));
        assertThat(answer).isInstanceOf(Failed.class);
        assertThat(reason(answer)).as("%s", answer).isEqualTo(reason);
    }

    private static AgentFailure reason(AgentAnswer answer) {
        return answer instanceof Failed failed ? failed.reason() : null;
    }

    private static AgentAnswer ask(AgentClient client) throws Exception {
        return client.ask("127.0.0.1").toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
