package io.netwatch.agent.run;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import org.jboss.logging.Logger;

/** What runs once HTTP answers, until the process is told to end. */
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
        NativeHeap.keepSmall();
        try {
            if (launch.output().isWanted()) {
                Quarkus.waitForExit();
            }
        } finally {
            // here: when a signal ends the process, nothing after this method is sure to run
            launch.output().close();
            launch.pipeline().close();
        }
        return ExitCode.DONE.code();
    }
}
