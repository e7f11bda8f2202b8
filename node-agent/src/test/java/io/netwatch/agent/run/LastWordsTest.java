package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.node.ExitReason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastWordsTest {
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--termination-log=%s", "--termination-log %s", "--bogus --termination-log %s"})
    void goToTheFileAndToStandardError(String arguments) throws Exception {
        Path file = folder.resolve("log");

        int code = lastWords(arguments.formatted(file).split(" ", -1)).refuse(ExitReason.NO_BTF, "No BTF.");

        assertThat(code).isEqualTo(ExitReason.NO_BTF.code());
        assertThat(file).hasContent("No BTF.");
        assertThat(errors.toString()).isEqualTo("netwatch agent: No BTF." + System.lineSeparator());
    }

    @Test
    void areCutWhereKubernetesCutsThem() throws Exception {
        Path file = folder.resolve("log");

        lastWords("--termination-log", file.toString()).refuse(ExitReason.IO, "a" + "\u00e4".repeat(4000));

        assertThat(Files.readAllBytes(file)).hasSizeBetween(4094, 4096);
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).endsWith("\u00e4");
    }

    @Test
    void areSaidAllTheSameWhereTheFileCannotBeWritten() {
        int code = lastWords("--termination-log", folder.resolve("none/log").toString())
                .refuse(ExitReason.IO, "Broken.");

        assertThat(code).isEqualTo(ExitReason.IO.code());
        assertThat(errors.toString()).startsWith("netwatch agent: Broken.").contains("--termination-log");
    }

    private LastWords lastWords(String... args) {
        return LastWords.of(new PrintWriter(errors, true), args);
    }
}
