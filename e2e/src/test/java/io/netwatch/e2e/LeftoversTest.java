package io.netwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.e2e.testbed.Testbed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A testbed whose process is ended from outside. */
@RequiresTestbed
class LeftoversTest {
    private static final long PATIENCE_S = 30;

    private Machine before;
    private Process other;

    @BeforeEach
    void openInAnotherProcess() throws IOException {
        before = Machine.now();
        other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenShop.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = other.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).isEqualTo(OpenShop.OPEN);
        assertThat(Machine.now()).isNotEqualTo(before);
    }

    @AfterEach
    void endIt() {
        other.destroyForcibly();
    }

    @Test
    void processThatIsAskedToEndLeavesNothingBehind() throws InterruptedException {
        other.destroy();

        assertThat(other.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(Machine.now()).isEqualTo(before);
    }

    @Test
    void whatAKilledProcessLeftGoesWhenTheNextTestbedBegins() throws InterruptedException {
        other.destroyForcibly();
        assertThat(other.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(Machine.now()).isNotEqualTo(before);

        new Testbed(Duration.ZERO).close();

        assertThat(Machine.now()).isEqualTo(before);
    }
}
