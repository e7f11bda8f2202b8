package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A container: one process after the other, each with an id and a cgroup of its own. Not for more than one thread at a time. */
final class ContainerRun {
    private static final int LAST_WORDS = 2_000;

    private final Container spec;
    private final Image image;
    private final List<String> command;
    private final Map<String, String> environment;
    private final PodFiles files;
    private final ContainerPlace place;
    private final CgroupTree pod;
    private final List<CgroupTree> cgroups = new ArrayList<>();
    private String id;
    private Process process;
    private Instant startedAt;
    private ContainerExit exit;
    private int starts;

    ContainerRun(
            Container spec,
            Image image,
            List<String> command,
            Map<String, String> environment,
            PodFiles files,
            ContainerPlace place,
            CgroupTree pod) {
        this.spec = spec;
        this.image = image;
        this.command = command;
        this.environment = environment;
        this.files = files;
        this.place = place;
        this.pod = pod;
    }

    Container spec() {
        return spec;
    }

    Image image() {
        return image;
    }

    /** Starts the next process. */
    void start() {
        cgroups.forEach(CgroupTree::close);
        cgroups.clear();
        id = Names.containerId();
        CgroupTree cgroup = pod.child(PodCgroups.scope(id));
        cgroups.add(cgroup);
        Folders.write(files.lastWords(spec), "");
        List<String> words = new ArrayList<>();
        if (!image.terminal()) {
            words.add("setsid"); // Ctrl-C on the terminal is for the testbed alone
        }
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(place.within(cgroup, words));
        environment(builder);
        if (image.terminal()) {
            builder.inheritIO();
        } else {
            builder.redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(files.log(spec).toFile()));
        }
        process = start(builder);
        startedAt = Instant.now();
        starts++;
    }

    /** Runs a command in the container, and tells whether it ended with 0 in time. */
    boolean execute(List<String> inside, Duration timeout) {
        Process asked = start(entering(inside).redirectOutput(ProcessBuilder.Redirect.DISCARD));
        try {
            boolean ended = asked.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            asked.destroyForcibly();
            return ended && asked.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a command in the container to its end, and returns what it printed. */
    String output(List<String> inside) {
        try (InputStream output = start(entering(inside)).getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder entering(List<String> inside) {
        ProcessBuilder builder = new ProcessBuilder(place.within(cgroups.get(0), image.command(inside)))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        environment(builder);
        return builder;
    }

    private void environment(ProcessBuilder builder) {
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path, "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(image.environment());
        builder.environment().putAll(environment);
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its process lives; notes how it ended if it doesn't. */
    boolean isRunning() {
        if (process == null) {
            return false;
        }
        if (process.isAlive()) {
            return true;
        }
        exit = new ContainerExit(id, process.exitValue(), lastWords(), startedAt, Instant.now());
        process = null;
        return false;
    }

    private String lastWords() {
        String message = Folders.read(files.lastWords(spec));
        boolean asks = "FallbackToLogsOnError".equals(spec.getTerminationMessagePolicy());
        if (message.isBlank() && asks && process.exitValue() != 0 && !image.terminal()) {
            String log = Folders.read(files.log(spec));
            message = log.substring(Math.max(0, log.length() - LAST_WORDS));
        }
        return message;
    }

    /** Asks the process to end. */
    void terminate() {
        if (process != null) {
            process.destroy();
        }
    }

    String id() {
        return id;
    }

    /** Null before the first start. */
    Instant startedAt() {
        return startedAt;
    }

    /** The process's id; 0 when there is none. */
    long pid() {
        return process == null ? 0 : process.pid();
    }

    /** How its last process ended that has; null before. */
    ContainerExit exit() {
        return exit;
    }

    int restarts() {
        return Math.max(0, starts - 1);
    }
}
