package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.ConnectionDetail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what {@code lsof -i -n -P -F pcPtTn} prints: a field a line, named by its first character (lsof(8), OUTPUT FOR OTHER PROGRAMS).
 * {@code p} and {@code c} begin a process; {@code f}, which some versions leave out, or {@code t} begins one of its sockets:
 *
 * <pre>
 * p13709
 * ccurl
 * f14
 * tIPv4
 * PTCP
 * n10.9.0.1:57706-&gt;10.9.0.1:7000
 * TST=ESTABLISHED
 * TQR=0
 * </pre>
 *
 * A socket that several processes hold is one connection, of the first. A connected UDP socket has no state there; it counts as
 * established, as with ss. Any text gives connections and a count of what was not understood.
 */
public final class LsofOutput {
    private static final String ARROW = "->";
    private static final String STATE = "ST=";
    private static final String TCP = "TCP";
    private static final String UDP = "UDP";

    private final List<ConnectionDetail> connections = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private Integer pid;
    private String process;
    private ImportedSocket socket = new ImportedSocket();
    private long malformed;

    private LsofOutput() {}

    public static ImportedConnections parse(String text) {
        LsofOutput output = new LsofOutput();
        text.lines().filter(line -> !line.isBlank()).forEach(output::takeLine);
        output.endSocket();
        return new ImportedConnections(output.connections, List.of(), output.malformed);
    }

    private void takeLine(String line) {
        String value = line.substring(1);
        boolean isTaken = switch (line.charAt(0)) {
            case 'p' -> beginProcess(value);
            case 'c' -> takeName(value);
            case 'f', 't' -> endSocket();
            case 'P' -> takeProtocol(value);
            case 'n' -> takeEnds(value);
            case 'T' -> takeState(value);
            default -> false;
        };
        malformed += isTaken ? 0 : 1;
    }

    private boolean beginProcess(String value) {
        endSocket();
        long number = ProcText.number(value);
        boolean isPid = number > 0 && number <= Integer.MAX_VALUE;
        pid = isPid ? (int) number : null;
        process = null;
        return isPid;
    }

    private boolean takeName(String value) {
        process = value;
        return true;
    }

    private boolean takeProtocol(String value) {
        if (socket.protocol != null) {
            endSocket();
        }
        socket.protocol = value.equals(TCP) || value.equals(UDP) ? value : null;
        return socket.protocol != null;
    }

    /** A socket without a peer is there, and is no connection. */
    private boolean takeEnds(String value) {
        int arrow = value.indexOf(ARROW);
        socket.local = SocketName.parse(arrow < 0 ? value : value.substring(0, arrow));
        socket.peer = arrow < 0 ? null : SocketName.parse(value.substring(arrow + ARROW.length()));
        return socket.local != null && (arrow < 0 || socket.peer != null);
    }

    /** Of {@code TST=}, {@code TQR=}, {@code TQS=} and more, the first. */
    private boolean takeState(String value) {
        if (!value.startsWith(STATE)) {
            return true;
        }
        socket.state = SocketState.of(value.substring(STATE.length()));
        return socket.state != null;
    }

    private boolean endSocket() {
        if (UDP.equals(socket.protocol) && socket.state == null) {
            socket.state = SocketState.ESTABLISHED;
        }
        if (socket.protocol != null && socket.local != null && socket.state != null && socket.isConnection()) {
            socket.pid = pid;
            socket.process = process;
            if (known.add(socket.protocol + socket.local + ARROW + socket.peer)) {
                connections.add(socket.toDetail());
            }
        }
        socket = new ImportedSocket();
        return true;
    }
}
