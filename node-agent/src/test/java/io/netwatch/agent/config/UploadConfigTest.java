package io.netwatch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.api.policy.Collector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadConfigTest {
    private static final Path KEY = Path.of("/key");

    @Test
    void sendsNothingByDefault() {
        assertThat(UploadConfig.NONE.cloud()).isEmpty();
        assertThat(UploadConfig.NONE.otlpEndpoint()).isEmpty();
        assertThat(UploadConfig.NONE.spoolFolder()).isEqualTo(Path.of("/var/lib/netwatch"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://netwatch.example", "https://10.0.0.7:8443/in", "https://[fd00::7]/"})
    void takesUrlsOfTheCloud(String url) {
        assertThat(to(url, KEY).cloud()).contains(URI.create(url));
    }

    @Test
    void takesAFolderWithoutAKey() {
        assertThat(to("file:///var/log/netwatch", null).cloud()).contains(URI.create("file:///var/log/netwatch"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://netwatch.example",
                "https://user@netwatch.example",
                "https:///path",
                "netwatch.example",
                "file://host/folder",
                "file:///"
            })
    void refusesWhatIsNeither(String url) {
        assertThatThrownBy(() -> to(url, KEY))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageStartingWith("--cloud must be https://");
    }

    private static UploadConfig to(String url, Path key) {
        return new UploadConfig(
                null,
                null,
                URI.create(url),
                key,
                null,
                null,
                Duration.ofSeconds(15),
                Collector.USUAL,
                1000,
                null,
                UploadConfig.DEFAULT_SPOOL,
                null);
    }
}
