package io.netwatch.agent.config;

import java.util.Set;

/**
 * Which connections a person wants to see. An empty set asks for nothing, so lets all through; what is asked for must
 * all hold, and one of each set is enough.
 *
 * @param ports local or peer, 1 to 65535
 * @param pids of the owning process, 1 and up
 * @param comms the owner's name as the kernel keeps it: at most 15 bytes
 * @param failedOnly only those that never were established, or were ended by an error
 */
public record ConnectionFilter(Set<Integer> ports, Set<Integer> pids, Set<String> comms, boolean failedOnly) {

    /** Lets everything through. */
    public static final ConnectionFilter ALL = new ConnectionFilter(Set.of(), Set.of(), Set.of(), false);

    private static final int MAX_PORT = 65_535;
    private static final int MAX_COMM = 15; // TASK_COMM_LEN less its NUL, include/linux/sched.h

    public ConnectionFilter {
        ports = Set.copyOf(ports);
        pids = Set.copyOf(pids);
        comms = Set.copyOf(comms);
        ports.forEach(ConnectionFilter::checkPort);
        pids.forEach(ConnectionFilter::checkPid);
        comms.forEach(ConnectionFilter::checkComm);
    }

    private static void checkPort(int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new InvalidFlagException("--port must be from 1 to 65535; got " + port);
        }
    }

    private static void checkPid(int pid) {
        if (pid < 1) {
            throw new InvalidFlagException("--pid must be 1 or more; got " + pid);
        }
    }

    private static void checkComm(String comm) {
        if (comm.isEmpty() || comm.length() > MAX_COMM) {
            throw new InvalidFlagException("--comm must have 1 to 15 characters, as the kernel keeps no more of a"
                    + " process's name; got '" + comm + "'");
        }
    }
}
