package io.netwatch.agent.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A process that makes connections on command, see traffic.pl: its name is {@code perl}. Closing ends it. */
public final class Traffic implements AutoCloseable {
    // include/net/tcp_states.h, as /proc prints them
    private static final String TIME_WAIT = "06";
    private static final String LISTEN = "0A";

    private static final String SCRIPT =
            Path.of("src/test/perl/traffic.pl").toAbsolutePath().toString();

    private final Process process;
    private final BufferedReader answers;

    private Traffic(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** In the test's own namespace and cgroup. */
    public static Traffic start() {
        return start(List.of("perl", SCRIPT));
    }

    public static Traffic start(Namespace namespace) {
        return start(namespace.within("perl", SCRIPT));
    }

    public static Traffic start(Namespace namespace, Cgroup cgroup) {
        Traffic traffic = start(namespace);
        cgroup.add(traffic.pid());
        return traffic;
    }

    private static Traffic start(List<String> command) {
        try {
            return new Traffic(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int pid() {
        return (int) process.pid();
    }

    /** Gives a command and returns its answer. */
    public String ask(String command) {
        begin(command);
        return answer();
    }

    /** As {@link #ask}, for an answer of the form {@code word number}: the number. */
    public int askNumber(String command) {
        String answer = ask(command);
        return Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
    }

    /** Gives a command without waiting for its answer. */
    public void begin(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes so many pairs on loopback and waits until the kernel has ended the last of them, which it may do later. */
    public void makePairs(String address, int pairs) {
        ask("pairs " + address + " " + pairs);
        awaitEnds();
    }

    /** Waits until no connection in this process's namespace is other than in TIME_WAIT. */
    public void awaitEnds() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Stream.of("tcp", "tcp6")
                        .flatMap(this::states)
                        .allMatch(state -> state.equals(TIME_WAIT) || state.equals(LISTEN)));
    }

    /** The fourth column, proc_pid_net(5). */
    private Stream<String> states(String table) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/net/" + table)).stream()
                    .skip(1)
                    .map(line -> line.trim().split(" +", -1)[3]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the answer to the last command is there. */
    public boolean hasAnswered() {
        try {
            return answers.ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String answer() {
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("traffic.pl has ended");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
