package io.netwatch.e2e;

/**
 * A connection as the processes at its ends knew it.
 *
 * @param client address:port
 * @param server address:port
 * @param clientPod name of the pod that connected
 * @param serverPod name of the pod that took it
 */
record Truth(String client, String server, String clientPod, String serverPod) {
    /** A line of {@code churn.pl} that begins with {@code c} or {@code s}. */
    static Truth parse(String[] words) {
        return words[0].equals("c")
                ? new Truth(words[2], words[3], words[1], words[4])
                : new Truth(words[3], words[2], words[4], words[1]);
    }

    /** The same for both ends, and for the agent. */
    String tuple() {
        return client + ">" + server;
    }
}
