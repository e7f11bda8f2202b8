package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.ProcessBandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code nettop -x -n -m tcp -l 1} of macOS prints: a process, by a name that is cut at 15 characters and may hold blanks and
 * dots, and below it its sockets. What is not known is blank, so columns are known by what is in them:
 *
 * <pre>
 * time            interface state       bytes_in bytes_out rx_dupe rx_ooo re-tx rtt_avg ...
 * 09:31:19.605271 apsd.354               8208255   5803656   68973  71164 53756
 * 09:31:19.585876   tcp4 192.168.0.213:53077&lt;-&gt;17.57.145.38:5223 en0 Established 8208255 5803656 68973 71164 53756 154.16 ms ...
 * </pre>
 *
 * Any text gives connections and a count of what was not understood.
 */
public final class NettopOutput {
    /** Longer than any that is printed; and short enough for the expressions below. */
    private static final int MAX_LINE = 4096;

    private static final String HEADING = "bytes_in";
    private static final String ARROW = "<->";
    private static final Pattern TIME = Pattern.compile("^\\d{2}:\\d{2}:\\d{2}\\.\\d+\\s+");
    private static final Pattern PROCESS =
            Pattern.compile("(?<name>.{1,64})\\.(?<pid>\\d{1,10})\\s+(?<in>\\d{1,19})\\s+(?<out>\\d{1,19})(\\s.*)?");
    private static final Pattern SOCKET = Pattern.compile("(tcp|udp)[46]\\s.*");

    private final List<ConnectionDetail> connections = new ArrayList<>();
    private final List<ProcessBandwidth> processes = new ArrayList<>();
    private ProcessBandwidth process;
    private long malformed;

    private NettopOutput() {}

    public static ImportedConnections parse(String text) {
        NettopOutput output = new NettopOutput();
        text.lines().forEach(output::takeLine);
        output.endProcess();
        return new ImportedConnections(output.connections, output.processes, output.malformed);
    }

    private void takeLine(String line) {
        if (line.isBlank() || line.contains(HEADING)) {
            return;
        }
        String row = line.length() > MAX_LINE
                ? ""
                : TIME.matcher(line).replaceFirst("").strip();
        boolean isTaken = SOCKET.matcher(row).matches() ? takeSocket(row) : takeProcess(row);
        malformed += isTaken ? 0 : 1;
    }

    private boolean takeProcess(String row) {
        endProcess();
        Matcher matcher = PROCESS.matcher(row);
        if (!matcher.matches()) {
            return false;
        }
        long pid = ProcText.number(matcher.group("pid"));
        long in = ProcText.number(matcher.group("in"));
        long out = ProcText.number(matcher.group("out"));
        if (pid > Integer.MAX_VALUE || in < 0 || out < 0) {
            return false;
        }
        process = new ProcessBandwidth(matcher.group("name").strip(), (int) pid, in, out, 0, 0, 0);
        return true;
    }

    private void endProcess() {
        if (process != null) {
            processes.add(process);
        }
        process = null;
    }

    private boolean takeSocket(String row) {
        String[] fields = ProcText.fields(row);
        int arrow = fields.length < 2 ? -1 : fields[1].indexOf(ARROW);
        if (arrow < 0) {
            return false;
        }
        boolean isDotted = fields[0].endsWith("6");
        ImportedSocket socket = new ImportedSocket();
        socket.protocol = fields[0].substring(0, 3).toUpperCase(Locale.ROOT);
        socket.local = name(fields[1].substring(0, arrow), isDotted);
        socket.peer = name(fields[1].substring(arrow + ARROW.length()), isDotted);
        takeNumbers(fields, socket);
        if (socket.local == null || socket.peer == null) {
            return false;
        }
        if (socket.state != null && socket.isConnection()) {
            add(socket);
        }
        return socket.state != null || !socket.peer.isPeer() || socket.protocol.equals("UDP");
    }

    private static SocketName name(String text, boolean isDotted) {
        return isDotted ? SocketName.parseDotted(text) : SocketName.parse(text);
    }

    /** What follows the names of the ends: perhaps an interface, a state, bytes in and out, ..., perhaps a round trip in ms. */
    private static void takeNumbers(String[] fields, ImportedSocket socket) {
        int at = 2;
        while (at < fields.length && at < 4 && socket.state == null) {
            socket.state = SocketState.of(fields[at++]);
        }
        if (at + 1 < fields.length) {
            socket.rxBytes = known(ProcText.number(fields[at]));
            socket.txBytes = known(ProcText.number(fields[at + 1]));
        }
        for (int i = at; i + 1 < fields.length; i++) {
            if (fields[i + 1].equals("ms")) {
                socket.setRttMillis(fields[i]);
                return;
            }
        }
    }

    private static Long known(long number) {
        return number < 0 ? null : number;
    }

    private void add(ImportedSocket socket) {
        if (process != null) {
            socket.pid = process.pid();
            socket.process = process.processName();
            process = new ProcessBandwidth(
                    process.processName(),
                    process.pid(),
                    process.rxBytes(),
                    process.txBytes(),
                    0,
                    0,
                    process.connectionCount() + 1);
        }
        connections.add(socket.toDetail());
    }
}
