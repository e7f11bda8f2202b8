package io.netwatch.e2e;

import io.netwatch.e2e.testbed.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A sandbox in which one pod after the other lives, see {@code churn.pl}. */
final class ChurnPlace {
    private static final Path SCRIPT =
            Path.of("src", "test", "perl", "churn.pl").toAbsolutePath();

    private final Sandbox sandbox;
    private final int port;
    private final Process process;

    /** @param lines given what the pods print; on a thread of its own */
    ChurnPlace(Sandbox sandbox, int port, Consumer<String[]> lines) {
        this.sandbox = sandbox;
        this.port = port;
        process = sandbox.start(List.of("perl", SCRIPT.toString()));
        Thread reader = new Thread(() -> read(lines), "churn-" + sandbox.address() + "-" + port);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String[]> lines) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line.split(" ", -1));
            }
        } catch (IOException e) {
            // the testbed has ended it
        }
    }

    String address() {
        return sandbox.address();
    }

    /** Where pods in it serve, address:port. */
    String endpoint() {
        return address() + ":" + port;
    }

    void start(String pod, Path cgroup, long lifeMillis, List<String> peers) {
        String line =
                "start " + pod + " " + cgroup + " " + lifeMillis + " " + port + " " + String.join(" ", peers) + "\n";
        try {
            process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
