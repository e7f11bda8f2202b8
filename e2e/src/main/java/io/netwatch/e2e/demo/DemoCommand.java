package io.netwatch.e2e.demo;

import io.netwatch.e2e.system.Checkout;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the demo. A wrong flag ends with code 2 and one sentence. */
@Command(
        name = "netwatch demo",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "netwatch demo 0.1.0",
        header = "Shows NetWatch at work on a small shop, in a cluster of one node that it makes on this machine.")
final class DemoCommand implements Callable<Integer> {
    private static final int BAD_FLAG = 2;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "End by itself. Default: on Ctrl-C.")
    private long seconds;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "table, or json: one line an event. Default: table.")
    private Output output = Output.TABLE;

    @Option(names = "--root", paramLabel = "DIR", hidden = true)
    private Path root = Path.of("");

    /** What the agent prints. */
    enum Output {
        TABLE,
        JSON
    }

    private DemoCommand() {}

    public static void main(String... args) {
        quiet();
        System.exit(new CommandLine(new DemoCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, flags) -> refuse(e.getMessage()))
                .setExecutionExceptionHandler((e, line, flags) -> failed(e))
                .execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 0) {
            return refuse("--duration must be 0, for no end, or more; got " + seconds);
        }
        return new Demo(new Checkout(root), output.name().toLowerCase(Locale.ROOT), seconds).run();
    }

    /** Libraries keep their remarks to themselves, the testbed its warnings not. */
    private static void quiet() {
        Logger all = Logger.getLogger("");
        for (var handler : all.getHandlers()) {
            all.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.WARNING);
        console.setFilter(
                entry -> entry.getLoggerName() != null && entry.getLoggerName().startsWith("io.netwatch."));
        all.addHandler(console);
    }

    private static int refuse(String sentence) {
        System.err.println("netwatch demo: " + sentence.lines().findFirst().orElse(sentence));
        return BAD_FLAG;
    }

    private static int failed(Exception e) {
        System.err.println("netwatch demo: " + e.getMessage());
        return 1;
    }
}
