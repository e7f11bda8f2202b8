package io.netwatch.agent.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One poll: every network namespace is read once, through any of its processes. Processes come and go meanwhile; a
 * namespace whose processes are all gone has lost its connections, one that could not be read keeps them.
 */
final class ProcfsPoll {
    private final Path procRoot;
    private final SocketOwners owners;
    private final TcpTableReader reader = new TcpTableReader();

    ProcfsPoll(Path procRoot) {
        this.procRoot = procRoot;
        this.owners = new SocketOwners(procRoot, CgroupMounts.read(procRoot));
    }

    private enum Outcome {
        READ,
        GONE,
        FAILED
    }

    /** Takes what is there now, at a CLOCK_BOOTTIME, into the connections. */
    void run(PolledConnections connections, long time) {
        NetNamespaces namespaces;
        try {
            namespaces = NetNamespaces.read(procRoot);
        } catch (IOException e) {
            connections.skip();
            return;
        }
        connections.begin();
        for (long netns : namespaces.all()) {
            if (read(netns, namespaces.processesIn(netns), connections) == Outcome.FAILED) {
                connections.keep(netns);
            }
        }
        connections.end(time, some -> findOwners(some, namespaces));
    }

    /** Lines since the start that were no rows. */
    long malformed() {
        return reader.malformed();
    }

    private Outcome read(long netns, Iterable<Integer> processes, PolledConnections connections) {
        Outcome outcome = Outcome.GONE;
        for (int pid : processes) {
            Outcome tried = read(netns, procRoot.resolve(pid + "/net"), connections);
            if (tried == Outcome.READ) {
                return tried;
            }
            outcome = tried == Outcome.FAILED ? tried : outcome;
        }
        return outcome;
    }

    private Outcome read(long netns, Path tables, PolledConnections connections) {
        try {
            reader.read(tables.resolve("tcp"), row -> connections.add(netns, row));
            readIfThere(netns, tables.resolve("tcp6"), connections);
            // without tcp6 IPv6 is off, or the process is gone
            return Files.exists(tables.resolve("tcp")) ? Outcome.READ : Outcome.GONE;
        } catch (NoSuchFileException e) {
            return Outcome.GONE;
        } catch (IOException e) {
            return Outcome.FAILED;
        }
    }

    private void readIfThere(long netns, Path table, PolledConnections connections) throws IOException {
        try {
            reader.read(table, row -> connections.add(netns, row));
        } catch (NoSuchFileException e) {
            // decided by the caller
        }
    }

    /** Looks first where an owner most likely is: among the processes of the connection's own namespace. */
    private void findOwners(List<PolledConnection> connections, NetNamespaces namespaces) {
        Set<Long> sockets = new HashSet<>();
        Set<Long> first = new HashSet<>();
        for (PolledConnection connection : connections) {
            sockets.add(connection.socket());
            sockets.add(connection.listener());
            first.add(connection.key().netns());
        }
        sockets.remove(0L);
        if (!sockets.isEmpty()) {
            Map<Long, ProcessOwner> holders = owners.find(sockets, namespaces.processesFirstIn(first));
            connections.forEach(connection -> connection.takeOwner(holders));
        }
    }
}
