package io.netwatch.agent.collect;

/** {@code /proc/<pid>/net/sockstat}, as sockstat_seq_show in net/ipv4/proc.c writes it: a line for each protocol, of names and numbers. */
final class SockStat {
    private static final String PROTOCOL = "TCP:";
    private static final String TIME_WAIT = "tw";

    private SockStat() {}

    /** TCP connections of the namespace in TIME_WAIT, over IPv4 and IPv6; -1 when the text doesn't say. */
    static long timeWait(String text) {
        for (String line : text.split("\n", -1)) {
            String[] fields = ProcText.fields(line);
            if (fields.length > 0 && fields[0].equals(PROTOCOL)) {
                return value(fields);
            }
        }
        return -1;
    }

    private static long value(String[] fields) {
        for (int i = 1; i + 1 < fields.length; i += 2) {
            if (fields[i].equals(TIME_WAIT)) {
                return ProcText.number(fields[i + 1]);
            }
        }
        return -1;
    }
}
