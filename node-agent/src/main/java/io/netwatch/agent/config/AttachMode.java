package io.netwatch.agent.config;

import java.util.Locale;

/** How the agent learns of connections. */
public enum AttachMode {
    /** The best of the others that this kernel allows, in their order here. */
    AUTO,
    /** BPF on the state change of a socket. Needs BTF, CAP_BPF and CAP_PERFMON. */
    TRACEPOINT,
    /** BPF on entry and return of the kernel's connect functions. Needs a kernel with kprobes as well. */
    KPROBE,
    /** No BPF: reads {@code /proc/<pid>/net/tcp} and {@code tcp6} now and then, so it misses what is gone by then. */
    PROCFS;

    /** As on the command line, in metrics and in the views: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
