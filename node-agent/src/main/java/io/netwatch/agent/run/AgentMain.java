package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.kernel.Attachment;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.view.AccessToken;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the process starts: command line, then the pipeline and what a person looks at, then HTTP. */
@QuarkusMain
public final class AgentMain {
    AgentMain() {}

    public static void main(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(AgentCommand.execute(AgentMain::run, out, err, args));
    }

    private static int run(AgentConfig config) {
        if (!LoopbackPort.isFree(config.httpPort())) {
            return refuse(
                    ExitCode.PORT_TAKEN,
                    "port " + config.httpPort()
                            + " on 127.0.0.1 is taken; choose another with --http-port, or 0 for any");
        }
        AccessToken token;
        try {
            token = AccessToken.in(stateFolder(config));
        } catch (IOException e) {
            return refuse(
                    ExitCode.STATE_FOLDER,
                    "can't keep the access token (" + e + "); choose a folder of your own with --state-dir");
        }
        try (Pipeline pipeline = Pipeline.open(config);
                Output output = Output.of(config, pipeline)) {
            say(pipeline.attachment());
            pipeline.start();
            output.start();
            Launch.set(new Launch(pipeline, output, token));
            return serve(config);
        } catch (BpfException e) {
            return refuse(ExitCode.of(e.reason()), e.getMessage());
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

    private static Path stateFolder(AgentConfig config) throws IOException {
        return config.stateDir().isPresent()
                ? config.stateDir().get()
                : StateFolder.choose("root".equals(System.getProperty("user.name")), System.getenv("XDG_RUNTIME_DIR"));
    }

    /** Says once which way was taken, and why the better ones were not. */
    private static void say(Attachment attachment) {
        for (Attachment.Refusal refusal : attachment.refused()) {
            System.err.println("netwatch agent: not " + refusal.hooks() + ": " + refusal.reason());
        }
        System.err.println("netwatch agent: attached: " + attachment.mode().label() + " (" + attachment.hooks() + ")");
    }

    private static int refuse(ExitCode code, String sentence) {
        System.err.println("netwatch agent: " + sentence);
        return code.code();
    }
}
