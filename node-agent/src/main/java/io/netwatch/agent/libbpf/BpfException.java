package io.netwatch.agent.libbpf;

/**
 * An operation on BPF that failed. The message is one sentence that says what to do; the detail is the kernel's or
 * libbpf's own words, the verifier's log among them, and may be long or empty.
 */
public final class BpfException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;
    private final String detail;

    public BpfException(FailureReason reason, String message, String detail) {
        super(message);
        this.reason = reason;
        this.detail = detail;
    }

    public FailureReason reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }
}
