package io.netwatch.api.node;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why an agent's process ended, as its exit code tells whoever started it: the one table of codes. A number is never used
 * for anything else.
 */
public enum ExitReason {
    ENDED(0, "Ended", "The agent was told to end: nothing to do."),
    /** What Java ends with after an exception that nothing caught. */
    INTERNAL_ERROR(1, "InternalError", "Report it with the agent's last lines: kubectl logs --previous."),
    BAD_FLAG(
            2,
            "BadFlag",
            "Correct the flag that the message names; an operator and agents of one version agree on them."),
    /** What Java ends with under -XX:+ExitOnOutOfMemoryError. */
    OUT_OF_MEMORY(3, "OutOfMemory", "Raise the agent's heap and its memory limit, or watch fewer connections."),
    STATE_FOLDER(4, "StateFolder", "Give the agent a folder that it may write to, an emptyDir at /run/netwatch."),
    PORT_TAKEN(5, "PortTaken", "Give the agent a port that nothing else in its pod listens on."),
    ADDRESS_UNAVAILABLE(6, "AddressUnavailable", "Have the agent listen on an address that its pod has."),
    CERTIFICATE_UNREADABLE(
            7, "CertificateUnreadable", "Mount a Secret with tls.crt, tls.key and ca.crt that belong together."),
    NOT_LINUX(10, "NotLinux", "Run agents on Linux nodes only."),
    LIBBPF_MISSING(11, "LibbpfMissing", "Use an image that has libbpf 1.1 or newer, as the project's own has."),
    NO_BTF(12, "NoBTF", "Use a node image whose kernel has CONFIG_DEBUG_INFO_BTF, or attach: procfs."),
    OBJECT_MISSING(13, "ObjectMissing", "Use an image with the agent's BPF object in it, as the project's own has."),
    OBJECT_CORRUPT(14, "ObjectCorrupt", "Pull the agent's image again: its BPF object is damaged."),
    NO_PRIVILEGE(15, "NoCapability", "Let the agent have CAP_BPF and CAP_PERFMON, or attach: procfs."),
    VERIFIER_REJECTED(
            16, "VerifierRejected", "Report it with the node's kernel version; attach: procfs works meanwhile."),
    LOAD_REFUSED(17, "LoadRefused", "Lift the kernel's lockdown of BPF on the node, or attach: procfs."),
    NO_KPROBES(18, "NoKprobes", "Use attach: auto or tracepoint, as this kernel has no kprobes."),
    ATTACH_REFUSED(19, "AttachRefused", "Use attach: auto, which takes what the kernel allows."),
    IO(20, "IoError", "See the message for what could not be read, and whether /proc and /sys are there.");

    private final int code;
    private final String conditionReason;
    private final String advice;

    ExitReason(int code, String conditionReason, String advice) {
        this.code = code;
        this.conditionReason = conditionReason;
        this.advice = advice;
    }

    /** Of the process: 0 to 20. */
    public int code() {
        return code;
    }

    /** CamelCase, as the reason of a condition, Kubernetes API conventions. */
    public String conditionReason() {
        return conditionReason;
    }

    /** One sentence on what to do. */
    public String advice() {
        return advice;
    }

    /** The reason of a process's exit code; empty for one that is not an agent's own, as 137 for a kill. */
    public static Optional<ExitReason> of(int code) {
        return Arrays.stream(values()).filter(reason -> reason.code == code).findFirst();
    }
}
