package io.netwatch.agent.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is made of libbpf's own words, as libbpf 1.1 says them. */
class LoadFailureTest {
    private static final String STATISTICS = "insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0"
            + " mark_read 0\n-- END PROG LOAD LOG --\n";

    @Test
    void aProgramThatTheVerifierNeverLookedAtIsRefusedAndNamed() {
        String log = "libbpf: prog 'state_change': BPF program load failed: Operation not permitted\n"
                + "libbpf: permission error while running as root; try raising 'ulimit -l'? current value: 8.0 MiB\n"
                + "libbpf: prog 'state_change': -- BEGIN PROG LOAD LOG --\n"
                + "processed 0 " + STATISTICS
                + "libbpf: prog 'state_change': failed to load: -1\n"
                + "libbpf: failed to load object ''\n";

        BpfException failure = LoadFailure.ofLog(Errno.EPERM, log);

        assertThat(failure.reason()).isEqualTo(FailureReason.LOAD_REFUSED);
        assertThat(failure)
                .hasMessage(
                        "The kernel refused to load BPF program state_change (EPERM; lockdown, or a feature that this"
                                + " kernel lacks): try another --attach mode.");
        assertThat(failure.detail()).isEqualTo(log);
    }

    @Test
    void aProgramThatTheVerifierRejectedIsNamedWithItsLastWords() {
        String log = "libbpf: prog 'state_change': BPF program load failed: Permission denied\n"
                + "libbpf: prog 'state_change': -- BEGIN PROG LOAD LOG --\n"
                + "0: (79) r1 = *(u64 *)(r1 +0)          ; R1=scalar()\n"
                + "R1 invalid mem access 'scalar'\n"
                + "processed 2 " + STATISTICS;

        BpfException failure = LoadFailure.ofLog(Errno.EACCES, log);

        assertThat(failure.reason()).isEqualTo(FailureReason.VERIFIER_REJECTED);
        assertThat(failure)
                .hasMessage("The kernel's verifier refused BPF program state_change (EACCES): R1 invalid mem access"
                        + " 'scalar'. Report it with this kernel's version, and use --attach procfs meanwhile.");
    }

    @Test
    void aRejectionBeforeTheFirstInstructionIsTheVerifiersToo() {
        String log = "libbpf: prog 'state_change': BPF program load failed: Invalid argument\n"
                + "libbpf: prog 'state_change': -- BEGIN PROG LOAD LOG --\n"
                + "unreachable insn 7\n"
                + "processed 0 " + STATISTICS;

        BpfException failure = LoadFailure.ofLog(22, log);

        assertThat(failure.reason()).isEqualTo(FailureReason.VERIFIER_REJECTED);
        assertThat(failure).hasMessageContaining("unreachable insn 7");
    }

    @Test
    void aFailureWithoutAProgramSpeaksOfNone() {
        BpfException failure =
                LoadFailure.ofLog(12, "libbpf: map 'sockets': failed to create: Cannot allocate memory\n");

        assertThat(failure.reason()).isEqualTo(FailureReason.LOAD_REFUSED);
        assertThat(failure).hasMessageStartingWith("The kernel refused to load a BPF program (ENOMEM;");
    }
}
