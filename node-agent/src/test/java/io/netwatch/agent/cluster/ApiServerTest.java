package io.netwatch.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.agent.config.InvalidFlagException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {
    @TempDir
    private Path folder;

    @Test
    void goesWhereTheKubeconfigLeads() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), """
                current-context: a
                contexts: [{name: a, context: {cluster: b, user: c}}]
                clusters: [{name: b, cluster: {server: 'http://127.0.0.1:1'}}]
                users: [{name: c, user: {}}]
                """);

        try (KubernetesClient client = ApiServer.client(Optional.of(file))) {
            assertThat(client.getMasterUrl()).hasToString("http://127.0.0.1:1/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "}{"})
    void saysWhichFlagIsWrong(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), content);

        assertThatThrownBy(() -> ApiServer.client(Optional.of(file)))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageStartingWith("--kubeconfig must name a kubeconfig file")
                .hasMessageEndingWith("got " + file);
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThatThrownBy(() -> ApiServer.client(Optional.of(folder.resolve("missing"))))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageContaining("got " + folder);
    }
}
