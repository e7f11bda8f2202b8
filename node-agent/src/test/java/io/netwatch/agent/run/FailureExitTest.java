package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.api.node.ExitReason;
import io.netwatch.bpf.BpfObjectFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process of its own, where it can't do what it is asked: its exit code and what it says. */
@RequiresKernelEvents
class FailureExitTest {
    private static final List<String> WITHOUT_CAPABILITIES =
            List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
    private static final List<String> WITHOUT_BTF =
            List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /sys/kernel/btf && exec \"$@\"", "sh");

    @TempDir
    Path folder;

    private record Ended(int code, List<String> said) {}

    @Test
    void saysWhenItMayNotLoadPrograms() throws Exception {
        assertEnds(ExitReason.NO_PRIVILEGE, "root", WITHOUT_CAPABILITIES, "--attach", "tracepoint");
    }

    @Test
    void saysWhenTheKernelHasNoBtf() throws Exception {
        assertEnds(ExitReason.NO_BTF, "CONFIG_DEBUG_INFO_BTF", WITHOUT_BTF, "--attach", "tracepoint");
    }

    @Test
    void saysWhenTheKernelHasNoKprobes() throws Exception {
        assumeFalse(
                Files.exists(Path.of("/sys/kernel/tracing/kprobe_events"))
                        || Files.exists(Path.of("/sys/bus/event_source/devices/kprobe")),
                "needs a kernel without kprobes");
        assertEnds(ExitReason.NO_KPROBES, "no kprobes", List.of(), "--attach", "kprobe");
    }

    @Test
    void saysWhenTheObjectIsMissing() throws Exception {
        Path missing = folder.resolve("missing.o");
        assertEnds(
                ExitReason.OBJECT_MISSING,
                "--bpf-object",
                List.of(),
                "--attach",
                "tracepoint",
                "--bpf-object",
                missing.toString());
    }

    @Test
    void saysWhenTheObjectIsCorrupt() throws Exception {
        byte[] object = BpfObjectFile.read();
        Path cut = Files.write(folder.resolve("cut.o"), Arrays.copyOf(object, object.length / 2));
        Path empty = Files.createFile(folder.resolve("empty.o"));
        for (Path file : List.of(cut, empty)) {
            assertEnds(
                    ExitReason.OBJECT_CORRUPT,
                    "build it again",
                    List.of(),
                    "--attach",
                    "tracepoint",
                    "--bpf-object",
                    file.toString());
        }
    }

    @Test
    void saysWhatTheVerifierRefused() throws Exception {
        byte[] object = BpfObjectFile.read();
        breakFirstInstruction(object, "tp_btf/inet_sock_set_state");
        Path file = Files.write(folder.resolve("refused.o"), object);
        assertEnds(
                ExitReason.VERIFIER_REJECTED,
                "verifier refused",
                List.of(),
                "--attach",
                "tracepoint",
                "--bpf-object",
                file.toString());
    }

    @Test
    void saysWhichFlagIsWrong() throws Exception {
        assertEnds(ExitReason.BAD_FLAG, "--ring-size", List.of(), "--ring-size", "5000");
        assertEnds(ExitReason.BAD_FLAG, "--atach", List.of(), "--atach", "kprobe");
        assertEnds(ExitReason.BAD_FLAG, "--port", List.of(), "--port", "http");
    }

    @Test
    void saysWhichPortOrAddressItCannotHave() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertEnds(ExitReason.PORT_TAKEN, "--http-port", List.of(), "--http-port", port);
            assertEnds(ExitReason.PORT_TAKEN, "--listen", List.of(), "--listen", "127.0.0.1:" + port, "--tls-dir", "/");
        }
        // TEST-NET-1, RFC 5737: no machine has it
        assertEnds(ExitReason.ADDRESS_UNAVAILABLE, "--listen", List.of(), "--listen", "192.0.2.1:1", "--tls-dir", "/");
    }

    @Test
    void saysWhichFileOfTheCertificateCannotBeRead() throws Exception {
        Path files = Files.createDirectory(folder.resolve("tls"));
        assertEnds(
                ExitReason.CERTIFICATE_UNREADABLE,
                "tls.crt",
                List.of(),
                "--listen",
                "127.0.0.1:0",
                "--tls-dir",
                files.toString());
    }

    @Test
    void leavesItsLastWordsToKubernetes() throws Exception {
        Path log = folder.resolve("termination-log");
        assertEnds(
                ExitReason.NO_PRIVILEGE,
                "root",
                WITHOUT_CAPABILITIES,
                "--attach",
                "tracepoint",
                "--termination-log",
                log.toString());
        assertThat(log).content().startsWith("Loading BPF programs needs root, or CAP_BPF and CAP_PERFMON");
    }

    @Test
    void fallsBackToPollingAndSaysWhy() throws Exception {
        Process agent = start(WITHOUT_CAPABILITIES, "--attach", "auto");
        try (BufferedReader errors = agent.errorReader(StandardCharsets.UTF_8)) {
            List<String> said = new ArrayList<>();
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                said.add(line);
                if (line.contains("attached:")) {
                    break;
                }
            }
            assertThat(said).hasSizeGreaterThanOrEqualTo(2);
            assertThat(said.get(0)).contains("inet_sock_set_state").contains("root, or CAP_BPF and CAP_PERFMON");
            assertThat(said.get(said.size() - 1)).contains("attached: procfs");
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    private void assertEnds(ExitReason code, String word, List<String> prefix, String... flags) throws Exception {
        Ended ended = run(prefix, flags);
        assertThat(ended.code()).as("exit code; it said %s", ended.said()).isEqualTo(code.code());
        assertThat(ended.said()).as("one sentence").hasSize(1);
        assertThat(ended.said().get(0)).startsWith("netwatch agent: ").contains(word);
    }

    private Ended run(List<String> prefix, String... flags) throws IOException, InterruptedException {
        Process agent = start(prefix, flags);
        String errors = new String(agent.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(agent.waitFor(), errors.lines().toList());
    }

    private Process start(List<String> prefix, String... flags) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName(),
                "--state-dir",
                folder.resolve("state").toString()));
        if (!List.of(flags).contains("--http-port")) {
            command.addAll(List.of("--http-port", "0"));
        }
        command.addAll(List.of(flags));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Puts an opcode that does not exist at the start of a program's section, ELF64, little-endian. */
    private static void breakFirstInstruction(byte[] elf, String section) {
        ByteBuffer file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int headers = (int) file.getLong(0x28);
        int names = (int) file.getLong(headers + file.getShort(0x3e) * 64 + 0x18);
        byte[] wanted = (section + "\0").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < file.getShort(0x3c); i++) {
            int header = headers + i * 64;
            int name = names + file.getInt(header);
            if (Arrays.equals(elf, name, name + wanted.length, wanted, 0, wanted.length)) {
                elf[(int) file.getLong(header + 0x18)] = (byte) 0xff;
                return;
            }
        }
        throw new AssertionError("no section " + section);
    }
}
