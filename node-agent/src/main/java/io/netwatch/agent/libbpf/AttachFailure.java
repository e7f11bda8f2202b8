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
}
