package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.config.ListenAddress;
import io.netwatch.agent.kernel.Attachment;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.view.AccessToken;
import io.netwatch.agent.view.TlsFiles;
import io.netwatch.api.node.ExitReason;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the process starts: command line, then the pipeline and what a person looks at, then HTTP. */
@QuarkusMain
public final class AgentMain {
    AgentMain() {}

    public static void main(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        LastWords lastWords = LastWords.of(new PrintWriter(System.err, true, StandardCharsets.UTF_8), args);
        System.exit(AgentCommand.execute(config -> run(config, lastWords), out, lastWords, args));
    }

    private static int run(AgentConfig config, LastWords lastWords) {
        Instant startedAt = Instant.now();
        try {
            ListenPort.check(ListenPort.onLoopback(config.httpPort()), "--http-port");
            Optional<OperatorEndpoint> operator = operatorEndpoint(config);
            AccessToken token = token(config);
            try (Pipeline pipeline = Pipeline.open(config);
                    Output output = Output.of(config, pipeline)) {
                say(pipeline.attachment());
                pipeline.start();
                output.start();
                Launch.set(new Launch(pipeline, output, token, operator, lastWords, startedAt));
                return serve(config);
            }
        } catch (Refusal e) {
            return lastWords.refuse(e.reason(), e.getMessage());
        } catch (BpfException e) {
            return lastWords.refuse(ExitReason.valueOf(e.reason().name()), e.getMessage());
        }
    }

    /** Boots CDI and HTTP and stays until the process is told to end. */
    private static int serve(AgentConfig config) {
        // as system properties: nothing in the environment may open the port to others
        System.setProperty("quarkus.http.host", "127.0.0.1");
        System.setProperty("quarkus.http.port", Integer.toString(config.httpPort()));
        AtomicInteger code = new AtomicInteger();
        Quarkus.run(AgentApplication.class, (exitCode, failure) -> code.set(exitCode));
        return code.get();
    }

    private static Optional<OperatorEndpoint> operatorEndpoint(AgentConfig config) throws Refusal {
        if (config.operatorAddress().isEmpty()) {
            return Optional.empty();
        }
        ListenAddress listen = config.operatorAddress().get();
        ListenPort.check(listen, "--listen");
        try {
            return Optional.of(new OperatorEndpoint(listen, config.tlsFolder(), TlsFiles.read(config.tlsFolder())));
        } catch (IOException e) {
            throw new Refusal(
                    ExitReason.CERTIFICATE_UNREADABLE,
                    "can't read the certificate (" + e
                            + "); --tls-dir wants a folder with tls.crt, tls.key and ca.crt");
        }
    }

    private static AccessToken token(AgentConfig config) throws Refusal {
        try {
            return AccessToken.in(
                    config.stateDir().isPresent()
                            ? config.stateDir().get()
                            : StateFolder.choose(
                                    "root".equals(System.getProperty("user.name")), System.getenv("XDG_RUNTIME_DIR")));
        } catch (IOException e) {
            throw new Refusal(
                    ExitReason.STATE_FOLDER,
                    "can't keep the access token (" + e + "); choose a folder of your own with --state-dir");
        }
    }

    /** Says once which way was taken, and why the better ones were not. */
    private static void say(Attachment attachment) {
        for (Attachment.Refusal refusal : attachment.refused()) {
            System.err.println("netwatch agent: not " + refusal.hooks() + ": " + refusal.sentence());
        }
        System.err.println("netwatch agent: attached: " + attachment.mode().label() + " (" + attachment.hooks() + ")");
    }
}
