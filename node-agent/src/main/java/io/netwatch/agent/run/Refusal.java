package io.netwatch.agent.run;

import io.netwatch.api.node.ExitReason;

/** Why the agent does not run: its message is one sentence that says what to do, its reason the exit code. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitReason reason;

    Refusal(ExitReason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    ExitReason reason() {
        return reason;
    }
}
