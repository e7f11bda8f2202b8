package io.netwatch.e2e.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A network namespace with a name (ip-netns(8)) and its loopback up. Closing removes it and the links in it. */
public final class NetNamespace implements AutoCloseable {
    private static final Path FOLDER = Path.of("/run/netns");

    private final String name;

    private NetNamespace(String name) {
        this.name = name;
    }

    static NetNamespace create(String name) {
        Command.run("ip", "netns", "add", name);
        NetNamespace namespace = new NetNamespace(name);
        namespace.ip("link set lo up");
        return namespace;
    }

    public String name() {
        return name;
    }

    /** Runs lines of ip(8) in it, all in one process. */
    void ip(String... lines) {
        Command.feed(String.join("\n", lines) + "\n", List.of("ip", "-n", name, "-batch", "-"));
    }

    /** Sets kernel parameters of this namespace, as {@code name=value}. */
    void sysctl(String... settings) {
        StringBuilder script = new StringBuilder();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            script.append("echo ")
                    .append(parts[1])
                    .append(" > /proc/sys/")
                    .append(parts[0].replace('.', '/'))
                    .append('\n');
        }
        Command.feed(script.toString(), List.of("ip", "netns", "exec", name, "sh", "-e"));
    }

    /** Replaces rules, see nft(8), in one transaction. */
    void nft(String rules) {
        Command.feed(rules, List.of("ip", "netns", "exec", name, "nft", "-f", "-"));
    }

    /**
     * Runs something on a thread that is in this namespace: sockets that are made there stay in it. The thread is not used for
     * anything else.
     *
     * @throws IllegalStateException around what the task threw
     */
    public <T> T call(Callable<T> task) {
        FutureTask<T> job = new FutureTask<>(() -> {
            LibC.joinNetNamespace(FOLDER.resolve(name));
            return task.call();
        });
        Threads.start("in-" + name, job);
        try {
            return job.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("in namespace " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        remove(name);
    }

    static void remove(String name) {
        if (Files.exists(FOLDER.resolve(name))) {
            Command.run("ip", "netns", "del", name);
        }
    }

    /** Names of the namespaces that begin so. */
    static List<String> names(String prefix) {
        return Folders.list(FOLDER).stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
