package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.ConnectionDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads what {@code ss -tunapi} of iproute2 prints, with what it knows of a TCP socket on the line below or, as with {@code -O}, on the
 * same:
 *
 * <pre>
 * Netid State Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
 * tcp   ESTAB 0      0           10.9.0.1:57706 10.9.0.1:7000     users:(("curl",pid=13709,fd=14))
 *          cubic wscale:10,10 rto:204 rtt:0.046/0.023 mss:32741
 * </pre>
 *
 * Of a socket that several processes hold it takes the first. Any text gives connections and a count of what was not understood.
 */
public final class SsOutput {
    private static final String HEADING = "Netid";
    private static final String PROCESSES = "users:((\"";
    private static final String PROCESSES_END = "))";
    private static final String NAME_END = "\",pid=";
    private static final String RTT = "rtt:";
    private static final int COLUMNS = 6;

    private final List<ConnectionDetail> connections = new ArrayList<>();
    private ImportedSocket last;
    private long malformed;

    private SsOutput() {}

    public static ImportedConnections parse(String text) {
        SsOutput output = new SsOutput();
        text.lines().forEach(output::takeLine);
        output.endSocket();
        return new ImportedConnections(output.connections, List.of(), output.malformed);
    }

    private void takeLine(String line) {
        if (line.isBlank() || line.startsWith(HEADING)) {
            return;
        }
        if (Character.isWhitespace(line.charAt(0))) {
            takeDetails(line);
            return;
        }
        endSocket();
        last = socket(line);
        malformed += last == null ? 1 : 0;
    }

    private void endSocket() {
        if (last != null && last.isConnection()) {
            connections.add(last.toDetail());
        }
        last = null;
    }

    /** Null when the line is no socket's. */
    private ImportedSocket socket(String line) {
        String[] fields = line.split("\\s+", COLUMNS + 1);
        if (fields.length < COLUMNS || !(fields[0].equals("tcp") || fields[0].equals("udp"))) {
            return null;
        }
        ImportedSocket socket = new ImportedSocket();
        socket.protocol = fields[0].toUpperCase(Locale.ROOT);
        socket.state = SocketState.of(fields[1]);
        socket.local = SocketName.parse(fields[4]);
        socket.peer = SocketName.parse(fields[5]);
        if (socket.state == null || socket.local == null || socket.peer == null) {
            return null;
        }
        String rest = fields.length > COLUMNS ? fields[COLUMNS] : "";
        takeProcess(rest, socket);
        takeRtt(rest.substring(Math.max(0, rest.lastIndexOf(PROCESSES_END))), socket);
        return socket;
    }

    /** A name may hold anything, quotes too; what follows it may not be in it. */
    private static void takeProcess(String rest, ImportedSocket socket) {
        int end = rest.indexOf(NAME_END);
        if (!rest.startsWith(PROCESSES) || end < PROCESSES.length()) {
            return;
        }
        int digits = end + NAME_END.length();
        long pid = ProcText.number(rest.substring(digits, Math.max(digits, rest.indexOf(',', digits))));
        if (pid > 0 && pid <= Integer.MAX_VALUE) {
            socket.process = rest.substring(PROCESSES.length(), end);
            socket.pid = (int) pid;
        }
    }

    private void takeDetails(String line) {
        if (last == null) {
            malformed++;
        } else {
            takeRtt(line, last);
        }
    }

    /** Of {@code rtt:0.046/0.023}, smoothed and its deviation in ms, the first. */
    private static void takeRtt(String details, ImportedSocket socket) {
        for (String detail : ProcText.fields(details)) {
            if (detail.startsWith(RTT)) {
                socket.setRttMillis(detail.substring(RTT.length()).split("/", 2)[0]);
            }
        }
    }
}
