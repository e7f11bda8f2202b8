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
 * TCP sockets of the machine by their state, over all network namespaces that a process is in. Namespaces are told apart by the inode
 * of their table, which every namespace has of its own (tcp4_proc_init_net in net/ipv4/tcp_ipv4.c): unlike {@code /proc/<pid>/ns/net}
 * it may be seen without privilege. Used by one thread.
 */
public final class TcpStates {
    private final Path proc;
    private final StateColumn rows = new StateColumn();
    private final Set<Object> tables = new HashSet<>();
    private int unread;

    /** {@code proc} is where procfs is mounted, of a PID namespace that sees all. */
    public TcpStates(Path proc) {
        this.proc = proc;
    }

    /** Sockets; IPv4 and IPv6. */
    public record Counts(int established, int timeWait, int closeWait) {}

    /** Fails when processes can't be listed. */
    public Counts read() throws IOException {
        rows.clear();
        tables.clear();
        unread = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, TcpStates::isProcess)) {
            for (Path process : processes) {
                readOnce(process.resolve("net"));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Counts(count(TcpState.ESTABLISHED), count(TcpState.TIME_WAIT), count(TcpState.CLOSE_WAIT));
    }

    /** Processes whose table the last read could not read, in whichever namespace they are; one that has ended is among them. */
    public int unread() {
        return unread;
    }

    /** Rows since the start that could not be understood. */
    public long malformed() {
        return rows.malformed();
    }

    private int count(TcpState state) {
        return (int) Math.min(Integer.MAX_VALUE, rows.count(state));
    }

    private void readOnce(Path net) {
        Path tcp = net.resolve("tcp");
        Path tcp6 = net.resolve("tcp6");
        try {
            Object table = Files.readAttributes(tcp, BasicFileAttributes.class).fileKey();
            if (tables.contains(table)) {
                return;
            }
            rows.add(tcp);
            tables.add(table);
            if (Files.exists(tcp6)) { // not there when IPv6 is off
                rows.add(tcp6);
            }
        } catch (IOException e) {
            unread++;
        }
    }

    private static boolean isProcess(Path entry) {
        return entry.getFileName().toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
