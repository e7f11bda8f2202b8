package io.netwatch.e2e.system;

import io.fabric8.kubernetes.api.model.Pod;
import io.netwatch.e2e.testbed.NetNamespace;
import io.netwatch.e2e.testbed.Relay;
import io.netwatch.e2e.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The way to an agent's HTTP, which is on the loopback of its pod alone: a port of this machine's loopback, and its token. */
public final class AgentAccess {
    private static final int AGENT_PORT = 7420;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final Testbed testbed;
    private final Supplier<Optional<Pod>> agent;
    private final Relay relay;

    private AgentAccess(Testbed testbed, Supplier<Optional<Pod>> agent) {
        this.testbed = testbed;
        this.agent = agent;
        this.relay = testbed.forward(this::network, AGENT_PORT);
    }

    static AgentAccess open(Testbed testbed, Supplier<Optional<Pod>> agent) {
        return new AgentAccess(testbed, agent);
    }

    private NetNamespace network() {
        return agent.get()
                .flatMap(pod -> testbed.podNetwork(
                        pod.getMetadata().getNamespace(), pod.getMetadata().getName()))
                .orElseThrow(() -> new IllegalStateException("no agent runs"));
    }

    /** On 127.0.0.1. */
    public int port() {
        return relay.port();
    }

    /** What it asks for stands in this file. */
    public Path tokenFile() {
        return agent.get()
                .flatMap(pod -> testbed.podVolume(
                        pod.getMetadata().getNamespace(), pod.getMetadata().getName(), "run"))
                .orElseThrow(() -> new IllegalStateException("no agent runs"))
                .resolve("token");
    }

    /** What it answers to a GET of this path; fails unless it is 200. */
    public String get(String path) {
        return ask(path, HttpResponse.BodyHandlers.ofString());
    }

    /** Lines of what it answers, as they come, without an end where the answer has none; to be closed. */
    public Stream<String> follow(String path) {
        return ask(path, HttpResponse.BodyHandlers.ofLines());
    }

    private <T> T ask(String path, HttpResponse.BodyHandler<T> handler) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                    .timeout(PATIENCE)
                    .header(
                            "Authorization",
                            "Bearer " + Files.readString(tokenFile()).strip())
                    .build();
            HttpResponse<T> answer = HTTP.send(request, handler);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
