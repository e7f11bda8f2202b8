package io.netwatch.agent.run;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import org.jboss.logging.Logger;

/** What runs once HTTP answers: the output that a person looks at, until the process is told to end. */
public final class AgentApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(AgentApplication.class);

    private final HttpServer http;

    AgentApplication(HttpServer http) {
        this.http = http;
    }

    @Override
    public int run(String... args) {
        Launch launch = Launch.current();
        LOG.infof(
                "Listening on http://127.0.0.1:%d; the access token is in %s",
                http.getPort(), launch.token().file());
        try (Pipeline pipeline = launch.pipeline();
                Output output = Output.of(launch.config(), pipeline)) {
            output.start();
            Quarkus.waitForExit();
        }
        return ExitCode.DONE.code();
    }
}
