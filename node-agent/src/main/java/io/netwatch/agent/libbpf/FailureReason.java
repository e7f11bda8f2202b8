package io.netwatch.agent.libbpf;

/** Why kernel events are unavailable: what a person or a status condition can act on. */
public enum FailureReason {
    NOT_LINUX,
    LIBBPF_MISSING,
    NO_BTF,
    OBJECT_MISSING,
    OBJECT_CORRUPT,
    NO_PRIVILEGE,
    VERIFIER_REJECTED,
    LOAD_REFUSED,
    NO_KPROBES,
    ATTACH_REFUSED,
    IO
}
