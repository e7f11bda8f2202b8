package io.netwatch.agent.libbpf;

/** The five ways in which kernel events can be unavailable, as netwatch-sdk names them. */
public enum FailureKind {
    UNSUPPORTED_PLATFORM,
    OBJECT_MISSING,
    LOAD_FAILED,
    ATTACH_FAILED,
    IO
}
