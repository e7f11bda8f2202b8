package io.netwatch.agent.libbpf;

/** Turns a failed attach, with what libbpf logged, into a reason and a sentence that says what to do. */
final class AttachFailure {
    private AttachFailure() {}

    static BpfException of(String program, int errno, String log) {
        if (errno == Errno.ENOENT && log.contains("perf event")) {
            return new BpfException(
                    FailureReason.NO_KPROBES,
                    "This kernel has no kprobes (" + program + ": ENOENT): use --attach tracepoint.",
                    log);
        }
        return new BpfException(
                FailureReason.ATTACH_REFUSED,
                "The kernel refused to attach BPF program " + program + " (" + Errno.name(errno)
                        + "): try another --attach mode.",
                log);
    }

    /** Of a program about packets, which needs more than one that traces. */
    static BpfException toCgroup(String program, int errno, String log) {
        if (errno == Errno.EPERM && !Capabilities.mayAdministerNetworks()) {
            return new BpfException(
                    FailureReason.NO_PRIVILEGE,
                    "Attaching BPF program " + program
                            + " to a cgroup needs CAP_NET_ADMIN: give the agent that capability"
                            + " (in a cluster: agent.securityProfile=privileged).",
                    log);
        }
        String why = errno == Errno.EPERM
                ? "another program is attached there that tolerates none beside it, see bpftool cgroup show"
                : "this kernel may lack CONFIG_CGROUP_BPF";
        return new BpfException(
                FailureReason.ATTACH_REFUSED,
                "The kernel refused to attach BPF program " + program + " to the root cgroup (" + Errno.name(errno)
                        + "): " + why + ".",
                log);
    }
}
