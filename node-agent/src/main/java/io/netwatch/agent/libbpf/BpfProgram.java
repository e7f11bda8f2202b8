package io.netwatch.agent.libbpf;

/** A program that runs when it is told to, on this thread, and is attached to nothing. */
public final class BpfProgram {
    private final LibBpf bpf;
    private final int descriptor;
    private final String name;

    BpfProgram(LibBpf bpf, int descriptor, String name) {
        this.bpf = bpf;
        this.descriptor = descriptor;
        this.name = name;
    }

    /** Runs once, to the end. Fails on kernels before 5.10, which run only network programs in this way. */
    public void run() throws BpfException {
        int result = bpf.bpf_prog_test_run_opts(descriptor, null);
        if (result < 0) {
            throw new BpfException(
                    FailureReason.IO, "Could not run BPF program " + name + ": " + Errno.name(-result) + ".", "");
        }
    }
}
