package io.netwatch.agent.collect;

import io.netwatch.agent.event.TcpState;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the socket tables of all network namespaces that a process is in: {@code tcp}, {@code tcp6} and {@code sockstat} of {@code
 * /proc/<pid>/net}. Namespaces are told apart by the inode of the last, which every namespace has of its own (ip_proc_init_net in
 * net/ipv4/proc.c): unlike {@code /proc/<pid>/ns/net} it may be seen without privilege. Used by one thread.
 *
 * <p>The kernel walks all of its hash table for {@code tcp}, and again for {@code tcp6}: that takes 2 to 5 ms for a namespace without a
 * socket, and 3 us for each socket.
 */
final class TcpTables {
    private final Path proc;
    private final StateColumn rows = new StateColumn();
    private final Set<Object> read = new HashSet<>();
    private int unread;
    private long malformed;
    private long timeWait;

    /** {@code proc} is where procfs is mounted, of a PID namespace that sees all. */
    TcpTables(Path proc) {
        this.proc = proc;
    }

    /** Reads {@code tcp} and {@code tcp6}; {@link #established} and {@link #closeWait} are from then. Fails when processes can't be listed. */
    void readSockets() throws IOException {
        rows.clear();
        eachNamespace(this::addRows);
    }

    long established() {
        return rows.count(TcpState.ESTABLISHED);
    }

    long closeWait() {
        return rows.count(TcpState.CLOSE_WAIT);
    }

    /** Reads {@code sockstat}, which is quick, and returns what is in TIME_WAIT as it says. Fails when processes can't be listed. */
    long readTimeWait() throws IOException {
        timeWait = 0;
        eachNamespace(net -> {
            long found = SockStat.timeWait(ProcText.read(net.resolve("sockstat")));
            malformed += found < 0 ? 1 : 0;
            timeWait += Math.max(0, found);
        });
        return timeWait;
    }

    /** Processes whose files the last reading could not read, in whichever namespace they are; one that has ended is among them. */
    int unread() {
        return unread;
    }

    /** Rows and files since the start that could not be understood. */
    long malformed() {
        return malformed + rows.malformed();
    }

    private void addRows(Path net) throws IOException {
        rows.add(net.resolve("tcp"));
        Path tcp6 = net.resolve("tcp6");
        if (Files.exists(tcp6)) { // not there when IPv6 is off
            rows.add(tcp6);
        }
    }

    private interface Namespace {
        void read(Path net) throws IOException;
    }

    private void eachNamespace(Namespace reader) throws IOException {
        read.clear();
        unread = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, TcpTables::isProcess)) {
            for (Path process : processes) {
                readOnce(process.resolve("net"), reader);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Where a process ends meanwhile, the next one of its namespace is taken. */
    private void readOnce(Path net, Namespace reader) {
        try {
            Object namespace = Files.readAttributes(net.resolve("sockstat"), BasicFileAttributes.class)
                    .fileKey();
            if (!read.contains(namespace)) {
                reader.read(net);
                read.add(namespace);
            }
        } catch (IOException e) {
            unread++;
        }
    }

    private static boolean isProcess(Path entry) {
        return entry.getFileName().toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
