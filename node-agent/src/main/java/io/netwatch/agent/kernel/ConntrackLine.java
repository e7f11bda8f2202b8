package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.Endpoint;

/**
 * A TCP connection as a line of /proc/net/nf_conntrack tells of it (net/netfilter/nf_conntrack_standalone.c, ct_seq_show):
 *
 * <pre>
 * ipv4     2 tcp      6 431999 ESTABLISHED src=10.244.1.5 dst=10.96.0.10 sport=43210 dport=80
 *     src=10.244.2.7 dst=10.244.1.5 sport=8080 dport=43210 [ASSURED] mark=0 zone=0 use=2
 * </pre>
 *
 * all in one line; between the two tuples may be counters and {@code [UNREPLIED]}.
 *
 * @param client who connected
 * @param service whom to, as the client knew it
 * @param answers who answers for it
 */
record ConntrackLine(Endpoint client, Endpoint service, Endpoint answers) {
    private static final int FIELDS = 4;
    private static final String[] NAMES = {"src=", "dst=", "sport=", "dport="};

    /** Null when it is no line of a TCP connection. */
    static ConntrackLine parse(String line) {
        if (!line.contains(" tcp ")) {
            return null;
        }
        String[] values = new String[2 * FIELDS];
        int found = 0;
        for (String word : line.split(" +", -1)) {
            if (found < values.length && word.startsWith(NAMES[found % FIELDS])) {
                values[found] = word.substring(NAMES[found % FIELDS].length());
                found++;
            }
        }
        if (found < values.length) {
            return null;
        }
        Endpoint client = endpoint(values[0], values[2]);
        Endpoint service = endpoint(values[1], values[3]);
        Endpoint answers = endpoint(values[FIELDS], values[FIELDS + 2]);
        return client == null || service == null || answers == null
                ? null
                : new ConntrackLine(client, service, answers);
    }

    private static Endpoint endpoint(String text, String port) {
        Address address = Address.parse(text);
        try {
            int number = Integer.parseInt(port);
            return address == null || number < 0 || number > 0xffff
                    ? null
                    : new Endpoint(address.high(), address.low(), number);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
