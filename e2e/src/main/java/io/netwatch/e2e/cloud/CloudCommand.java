package io.netwatch.e2e.cloud;

import io.netwatch.api.snapshot.SnapshotJson;
import io.netwatch.e2e.testbed.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the receiver. A wrong flag ends with code 2 and one sentence. */
@Command(
        name = "netwatch cloud",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "netwatch cloud 0.1.0",
        header = "Takes in what agents send and answers as NetWatch Cloud does, on this machine, without an account.")
final class CloudCommand implements Callable<Integer> {
    private static final int BAD_FLAG = 2;
    private static final String DEFAULT_LISTEN = "127.0.0.1:7450";

    @Option(names = "--listen", paramLabel = "ADDRESS:PORT", description = "Default: " + DEFAULT_LISTEN + ".")
    private String listen = DEFAULT_LISTEN;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "A further address or DNS name by which agents reach it, for its certificate. Repeatable.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description =
                    "Where the CA's certificate and the API key go. Default: /run/netwatch-cloud, or a temporary one.")
    private Path stateDir;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "The API key that agents must send. Default: one is made.")
    private Path keyFile;

    @Option(
            names = "--host-limit",
            paramLabel = "N",
            description = "Hosts of the account; others get 402. Default: " + Settings.HOST_LIMIT + ".")
    private int hostLimit = Settings.HOST_LIMIT;

    @Option(
            names = "--requests-per-minute",
            paramLabel = "N",
            description = "More get 429. Default: " + Settings.REQUESTS_PER_MINUTE + ".")
    private int requestsPerMinute = Settings.REQUESTS_PER_MINUTE;

    @Option(
            names = "--answer",
            paramLabel = "STATUS[:COUNT]",
            description = "Answer so instead, COUNT times or always: 207, or 400 to 599. Repeatable.")
    private List<String> answers = new ArrayList<>();

    @Option(names = "--gzip", description = "Take compressed bodies, and say so.")
    private boolean gzip;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text, or json: each snapshot as it came, in a line. Default: text.")
    private Output output = Output.TEXT;

    /** Of each snapshot. */
    enum Output {
        TEXT,
        JSON
    }

    /** Open until nobody reads its output any more. */
    private final CountDownLatch unread = new CountDownLatch(1);

    private CloudCommand() {}

    public static void main(String... args) {
        Logger.getLogger("").setLevel(Level.OFF); // libraries keep their remarks to themselves
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new CloudCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, flags) -> refuse(e.getMessage()))
                .setExecutionExceptionHandler((e, line, flags) -> failed(e))
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ForcedAnswer> forced = new ArrayList<>();
        InetSocketAddress address;
        try {
            for (String answer : answers) {
                forced.add(ForcedAnswer.parse(answer));
            }
            atLeastOne("--host-limit", hostLimit);
            atLeastOne("--requests-per-minute", requestsPerMinute);
            address = ListenAddress.parse(listen);
        } catch (IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
        serve(address, forced);
        return 0;
    }

    private void serve(InetSocketAddress address, List<ForcedAnswer> forced) throws IOException, InterruptedException {
        StateFolder state = StateFolder.open(stateDir);
        Runtime.getRuntime().addShutdownHook(Threads.named("cloud-end", state::close));
        Path key = keyFile != null ? keyFile : state.newKey();
        Settings settings = new Settings(
                address, names, Files.readString(key).strip(), hostLimit, requestsPerMinute, gzip, Clock.systemUTC());
        try (Receiver receiver = Receiver.start(settings, this::show)) {
            forced.forEach(receiver::force);
            Path authority = state.write("ca.pem", receiver.authority(), "rw-r--r--");
            new Hints(System.err).print(receiver, key, authority);
            unread.await();
        }
    }

    private void show(Received received) {
        System.out.println(
                output == Output.TEXT
                        ? ReceivedText.line(received)
                        : new String(SnapshotJson.write(received.snapshot()), StandardCharsets.UTF_8));
        if (System.out.checkError()) {
            unread.countDown();
        }
    }

    private static void atLeastOne(String flag, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(flag + " must be 1 or more; got " + value);
        }
    }

    private static int refuse(String sentence) {
        System.err.println("netwatch cloud: " + sentence.lines().findFirst().orElse(sentence));
        return BAD_FLAG;
    }

    private static int failed(Exception e) {
        System.err.println("netwatch cloud: " + e.getMessage());
        return 1;
    }
}
