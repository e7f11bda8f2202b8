package io.netwatch.agent.libbpf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a failed open or load, with what libbpf logged, into a reason and a sentence that says what to do. */
final class LoadFailure {
    private static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");

    /** Of libbpf's bpf_object_load_prog. */
    private static final Pattern REFUSED = Pattern.compile("prog '([^']+)': BPF program load failed");

    private LoadFailure() {}

    static BpfException unreadable(int errno, String log) {
        return new BpfException(
                FailureReason.OBJECT_CORRUPT,
                "The BPF object is not one that libbpf can read (" + Errno.name(errno)
                        + "): build it again, or leave --bpf-object out.",
                log);
    }

    static BpfException of(int errno, String log) {
        if (!Capabilities.mayTrace()) {
            return new BpfException(
                    FailureReason.NO_PRIVILEGE,
                    "Loading BPF programs needs root, or CAP_BPF and CAP_PERFMON: run as root, or use --attach procfs.",
                    log);
        }
        if (!Files.exists(KERNEL_BTF)) {
            return new BpfException(
                    FailureReason.NO_BTF,
                    "This kernel shows no BTF (" + KERNEL_BTF + "): use a kernel with CONFIG_DEBUG_INFO_BTF, or"
                            + " --attach procfs.",
                    log);
        }
        return ofLog(errno, log);
    }

    /** Of a process that may load, on a kernel with BTF. */
    static BpfException ofLog(int errno, String log) {
        Optional<String> verdict = verdict(log);
        if (verdict.isPresent()) {
            return new BpfException(
                    FailureReason.VERIFIER_REJECTED,
                    "The kernel's verifier refused " + program(log) + " (" + Errno.name(errno) + "): " + verdict.get()
                            + ". Report it with this kernel's version, and use --attach procfs meanwhile.",
                    log);
        }
        if (log.contains("failed to relocate") || log.contains("relocation decision")) {
            return new BpfException(
                    FailureReason.VERIFIER_REJECTED,
                    "A BPF program does not fit this kernel's types (" + Errno.name(errno)
                            + "): report it with this kernel's version, and use --attach procfs meanwhile.",
                    log);
        }
        return new BpfException(
                FailureReason.LOAD_REFUSED,
                "The kernel refused to load " + program(log) + " (" + Errno.name(errno)
                        + "; lockdown, or a feature that this kernel lacks): try another --attach mode.",
                log);
    }

    /** The program that libbpf could not load, in words. */
    private static String program(String log) {
        Matcher refused = REFUSED.matcher(log);
        return refused.find() ? "BPF program " + refused.group(1) : "a BPF program";
    }

    /**
     * The verifier's last words, before its statistics. Empty when it had none: a program that the kernel refuses
     * beforehand has a log as well, of statistics alone.
     */
    private static Optional<String> verdict(String log) {
        Optional<String> last = Optional.empty();
        for (String line : log.split("\n", -1)) {
            if (line.startsWith("processed ")) {
                return last;
            }
            if (!line.isBlank() && !line.startsWith(";") && !line.startsWith("libbpf:")) {
                last = Optional.of(line.strip());
            }
        }
        return Optional.empty();
    }
}
