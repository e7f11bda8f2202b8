package io.netwatch.agent.run;

import io.netwatch.agent.libbpf.FailureReason;

/** What the process's exit code tells whoever started it. */
enum ExitCode {
    DONE(0),
    BAD_FLAG(2),
    PORT_TAKEN(3),
    STATE_FOLDER(4),
    NOT_LINUX(10),
    LIBBPF_MISSING(11),
    NO_BTF(12),
    OBJECT_MISSING(13),
    OBJECT_CORRUPT(14),
    NO_PRIVILEGE(15),
    VERIFIER_REJECTED(16),
    LOAD_REFUSED(17),
    NO_KPROBES(18),
    ATTACH_REFUSED(19),
    IO(20);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The code of a reason for which there are no kernel events: each has its own. */
    static ExitCode of(FailureReason reason) {
        return valueOf(reason.name());
    }

    int code() {
        return code;
    }
}
