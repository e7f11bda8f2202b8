package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.testbed.RequiresKernelEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent can do as root with a few capabilities only, as a container of the restricted profile has them. */
@RequiresKernelEvents
class CapabilitiesTest {
    @TempDir
    Path folder;

    @Test
    void attachesWithBpfAndPerfmonAlone() throws Exception {
        assertThat(saidWith(List.of("bpf", "perfmon"), "tracepoint"))
                .last()
                .asString()
                .contains("attached: tracepoint");
    }

    @Test
    void pollsWithNoneAtAll() throws Exception {
        assertThat(saidWith(List.of(), "procfs")).last().asString().contains("attached: procfs");
    }

    @Test
    void saysWhatItLacksWithHalfOfThem() throws Exception {
        for (String one : List.of("bpf", "perfmon")) {
            assertThat(saidWith(List.of(one), "tracepoint"))
                    .singleElement()
                    .asString()
                    .contains("CAP_BPF and CAP_PERFMON");
        }
    }

    /** What it says up to where it has attached or given up. */
    private List<String> saidWith(List<String> capabilities, String mode) throws IOException, InterruptedException {
        String bounds = Stream.concat(Stream.of("-all"), capabilities.stream().map(name -> "+" + name))
                .collect(Collectors.joining(","));
        Process agent = new ProcessBuilder(
                        "setpriv",
                        "--no-new-privs",
                        "--inh-caps=-all",
                        "--bounding-set=" + bounds,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentMain.class.getName(),
                        "--http-port=0",
                        "--output=none",
                        "--attach=" + mode,
                        "--state-dir=" + folder.resolve("state"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader errors = agent.errorReader(StandardCharsets.UTF_8)) {
            List<String> said = new ArrayList<>();
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                said.add(line);
                if (line.contains("attached:")) {
                    break;
                }
            }
            return said;
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }
}
