package io.netwatch.operator.run;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the process starts: command line, then Quarkus, then the operator. */
@QuarkusMain
public final class OperatorMain {
    private static final int CANT_START = 1;

    OperatorMain() {}

    public static void main(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(OperatorCommand.execute(OperatorMain::serve, out, err, System.getenv(), args));
    }

    private static int serve(Launch launch) {
        Launch.set(launch);
        // as system properties: nothing in the environment may open the plain port to others
        System.setProperty("quarkus.http.host", "127.0.0.1");
        System.setProperty("quarkus.http.port", Integer.toString(launch.healthPort()));
        AtomicInteger code = new AtomicInteger();
        Quarkus.run(OperatorApplication.class, (exitCode, failure) -> code.set(ended(exitCode, failure)));
        return code.get();
    }

    /** Says what kept Quarkus from starting, such as a port that is taken: by then nothing is logged any more. */
    private static int ended(int exitCode, Throwable failure) {
        if (failure == null) {
            return exitCode;
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        System.err.println("netwatch operator: can't start: " + cause + "; see --health-port if it is the port");
        return CANT_START;
    }
}
