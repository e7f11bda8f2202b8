package io.netwatch.agent.kernel;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.FailureReason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Opens the source that a mode asks for. Whether a kernel takes a program is found out by loading and attaching it:
 * feature probes say no where it works, and yes where it does not.
 */
public final class SourceOpener {
    /** Reasons that are the same for every set of programs, so that the next one need not be tried. */
    private static final Set<FailureReason> SAME_FOR_ALL = EnumSet.of(
            FailureReason.NOT_LINUX,
            FailureReason.LIBBPF_MISSING,
            FailureReason.NO_BTF,
            FailureReason.NO_PRIVILEGE,
            FailureReason.OBJECT_MISSING,
            FailureReason.OBJECT_CORRUPT);

    private final ObjectImage image;
    private final Settings settings;
    private final EventDecoder decoder;
    private final Polled polled;

    public SourceOpener(ObjectImage image, Settings settings, EventDecoder decoder, Polled polled) {
        this.image = image;
        this.settings = settings;
        this.decoder = decoder;
        this.polled = polled;
    }

    /** Gives the compiled BPF object. */
    public interface ObjectImage {
        byte[] read() throws BpfException;
    }

    /** Makes the source that reads /proc, given why the better ones failed. */
    public interface Polled {
        EventSource open(List<Attachment.Refusal> refused) throws BpfException;
    }

    /** Opens the best source that the mode allows. Throws why the last one failed; AUTO always has one left. */
    public EventSource open(AttachMode mode) throws BpfException {
        List<Attachment.Refusal> refused = new ArrayList<>();
        if (mode == AttachMode.PROCFS) {
            return polled.open(refused);
        }
        BpfException failure = null;
        for (ProgramSet programs : ProgramSet.values()) {
            if ((mode != AttachMode.AUTO && mode != programs.mode()) || !programs.fitsThisMachine()) {
                continue;
            }
            try {
                return KernelSource.open(image, programs, refused, settings, decoder);
            } catch (BpfException e) {
                failure = e;
                refused.add(new Attachment.Refusal(programs.hooks(), e.reason(), e.getMessage()));
                if (SAME_FOR_ALL.contains(e.reason())) {
                    break;
                }
            }
        }
        if (mode == AttachMode.AUTO) {
            return polled.open(refused);
        }
        throw failure != null
                ? failure
                : new BpfException(
                        FailureReason.NOT_LINUX,
                        "--attach " + mode.label() + " is there on x86_64 only: use --attach tracepoint.",
                        "");
    }
}
