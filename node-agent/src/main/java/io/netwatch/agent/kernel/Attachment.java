package io.netwatch.agent.kernel;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.libbpf.FailureReason;
import java.util.List;

/**
 * How events are taken.
 *
 * @param mode never AUTO
 * @param hooks what the mode is attached to, in the kernel's words
 * @param refused what would have been better, best first, each with why it failed; empty when nothing is
 */
public record Attachment(AttachMode mode, String hooks, List<Refusal> refused) {
    public Attachment {
        refused = List.copyOf(refused);
    }

    /** A way of attaching that failed: its hooks, why, and the same as a sentence for a person. */
    public record Refusal(String hooks, FailureReason reason, String sentence) {}
}
