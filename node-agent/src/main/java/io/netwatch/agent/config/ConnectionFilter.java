package io.netwatch.agent.config;

import java.util.Set;

/**
 * Which connections a person wants to see. An empty set asks for nothing, so lets all through; what is asked for must
 * all hold, and one of each set is enough.
 *
 * @param ports local or peer, 1 to 65535
 * @param pids of the owning process, 1 and up
 * @param comms the owner's name as the kernel keeps it: at most 15 bytes
 * @param namespaces of the pod or service at either end
 * @param pods names of pods at either end
 * @param workloads names of what runs the pod at either end
 * @param failedOnly only those that never were established, or were ended by an error
 */
public record ConnectionFilter(
        Set<Integer> ports,
        Set<Integer> pids,
        Set<String> comms,
        Set<String> namespaces,
        Set<String> pods,
        Set<String> workloads,
        boolean failedOnly) {

    /** Lets everything through. */
    public static final ConnectionFilter ALL =
            new ConnectionFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false);

    private static final int MAX_PORT = 65_535;
    private static final int MAX_COMM = 15; // TASK_COMM_LEN less its NUL, include/linux/sched.h
    private static final int MAX_NAME = 253; // RFC 1123 subdomain, as Kubernetes limits names of objects

    public ConnectionFilter {
        ports = Set.copyOf(ports);
        pids = Set.copyOf(pids);
        comms = Set.copyOf(comms);
        ports.forEach(ConnectionFilter::checkPort);
        pids.forEach(ConnectionFilter::checkPid);
        comms.forEach(ConnectionFilter::checkComm);
        namespaces = Set.copyOf(namespaces);
        pods = Set.copyOf(pods);
        workloads = Set.copyOf(workloads);
        namespaces.forEach(name -> checkName("--namespace", name));
        pods.forEach(name -> checkName("--pod", name));
        workloads.forEach(name -> checkName("--workload", name));
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

    private static void checkName(String flag, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new InvalidFlagException(
                    flag + " must be the name of a Kubernetes object, 1 to 253 characters; got '" + name + "'");
        }
    }
}
