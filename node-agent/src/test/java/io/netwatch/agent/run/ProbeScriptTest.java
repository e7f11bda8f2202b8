package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The script that both images have as their probe, against servers of the test's own. */
class ProbeScriptTest {
    private static final Path SCRIPT = Path.of("../image/probe");

    private record Ended(int code, String said) {}

    @Test
    void passesExactlyWhenThePathAnswersWell() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/q/health/ready", exchange -> {
            byte[] why = "{\"status\":\"DOWN\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, why.length);
            exchange.getResponseBody().write(why);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(probe("live", port)).isEqualTo(new Ended(0, ""));
            Ended ready = probe("ready", port);
            assertThat(ready.code()).isEqualTo(1);
            assertThat(ready.said()).startsWith("not ready: HTTP/1.1 503").contains("DOWN");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void failsInTimeWhereNobodyListensOrAnswers() throws Exception {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            long began = System.nanoTime();
            Ended ended = probe("live", port);
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.said()).contains("no answer").contains("2 s");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
        assertThat(probe("live", port).said()).contains("not live: ").contains("refused");
    }

    @Test
    void knowsNoOtherQuestion() throws Exception {
        assertThat(probe("well", 1)).isEqualTo(new Ended(1, "usage: probe live|ready\n"));
    }

    private static Ended probe(String question, int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString(), question).redirectErrorStream(true);
        builder.environment().put("NETWATCH_HTTP_PORT", Integer.toString(port));
        Process script = builder.start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(script.waitFor(), said);
    }
}
