package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Probe;
import java.nio.file.Path;
import java.time.Duration;

/** Whether a container is ready, by its readiness probe: a command in it, or a port on which it listens. */
final class Readiness {
    /** As {@code /proc/net/tcp} prints the state of a listening socket, include/net/tcp_states.h. */
    private static final String LISTEN = "0A";

    private static final Duration EAGER = Duration.ofMillis(250);

    private Readiness() {}

    /** How long to wait until the next question. */
    static Duration interval(Probe probe, boolean ready) {
        return ready && probe != null ? Duration.ofSeconds(Math.max(1, probe.getPeriodSeconds())) : EAGER;
    }

    /** May take as long as the probe's timeout. */
    static boolean ask(ContainerRun container) {
        Probe probe = container.spec().getReadinessProbe();
        if (probe == null) {
            return true;
        }
        if (probe.getExec() != null) {
            return container.execute(
                    probe.getExec().getCommand(), Duration.ofSeconds(Math.max(1, probe.getTimeoutSeconds())));
        }
        // without a connection, which a policy might have to be explained
        return probe.getTcpSocket() == null
                || listens(container.pid(), probe.getTcpSocket().getPort().getIntVal());
    }

    private static boolean listens(long pid, int port) {
        String suffix = ":%04X".formatted(port);
        Path tables = Path.of("/proc/" + pid + "/net");
        return Folders.read(tables.resolve("tcp"))
                .concat(Folders.read(tables.resolve("tcp6")))
                .lines()
                .map(line -> line.trim().split(" +", -1))
                .anyMatch(columns -> columns.length > 3 && columns[1].endsWith(suffix) && columns[3].equals(LISTEN));
    }
}
