package io.netwatch.agent.libbpf;

/** Why kernel events are unavailable: what a person or a status condition can act on. One reason has one kind. */
public enum FailureReason {
    NOT_LINUX(FailureKind.UNSUPPORTED_PLATFORM),
    LIBBPF_MISSING(FailureKind.UNSUPPORTED_PLATFORM),
    NO_BTF(FailureKind.UNSUPPORTED_PLATFORM),
    OBJECT_MISSING(FailureKind.OBJECT_MISSING),
    OBJECT_CORRUPT(FailureKind.LOAD_FAILED),
    NO_PRIVILEGE(FailureKind.LOAD_FAILED),
    VERIFIER_REJECTED(FailureKind.LOAD_FAILED),
    LOAD_REFUSED(FailureKind.LOAD_FAILED),
    NO_KPROBES(FailureKind.ATTACH_FAILED),
    ATTACH_REFUSED(FailureKind.ATTACH_FAILED),
    IO(FailureKind.IO);

    private final FailureKind kind;

    FailureReason(FailureKind kind) {
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}
