package io.netwatch.agent.collect;

import java.util.Locale;
import java.util.Map;

/** Names of TCP states: {@code ss}, {@code lsof} and {@code nettop} each have their own; the wire has those of ss with underscores. */
final class SocketState {
    static final String LISTEN = "LISTEN";
    static final String ESTABLISHED = "ESTABLISHED";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("ESTAB", ESTABLISHED),
            Map.entry("ESTABLISHED", ESTABLISHED),
            Map.entry("SYNSENT", "SYN_SENT"),
            Map.entry("SYNRECV", "SYN_RECV"),
            Map.entry("SYNRECEIVED", "SYN_RECV"),
            Map.entry("FINWAIT1", "FIN_WAIT_1"),
            Map.entry("FINWAIT2", "FIN_WAIT_2"),
            Map.entry("TIMEWAIT", "TIME_WAIT"),
            Map.entry("UNCONN", "UNCONN"),
            Map.entry("CLOSE", "UNCONN"),
            Map.entry("CLOSED", "UNCONN"),
            Map.entry("CLOSEWAIT", "CLOSE_WAIT"),
            Map.entry("LASTACK", "LAST_ACK"),
            Map.entry("LISTEN", LISTEN),
            Map.entry("CLOSING", "CLOSING"));

    private SocketState() {}

    /** The wire's name for {@code ESTAB}, {@code FIN-WAIT-1}, {@code FIN_WAIT1}, {@code FinWait1}; null for none. */
    static String of(String name) {
        return NAMES.get(name.replace("-", "").replace("_", "").toUpperCase(Locale.ROOT));
    }
}
