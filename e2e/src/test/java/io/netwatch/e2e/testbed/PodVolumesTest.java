package io.netwatch.e2e.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.netwatch.operator.apiserver.TestApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes follow their objects, and none is a folder of this machine that was there before. */
class PodVolumesTest {
    @TempDir
    private Path root;

    private TestApiServer server;
    private KubernetesClient client;
    private ClusterState state;
    private PodVolumes volumes;

    @BeforeEach
    void open() {
        server = new TestApiServer();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(server.url())
                        .build())
                .build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build())
                .create();
        state = new ClusterState(client, () -> {});
        volumes = new PodVolumes(pod(), root.resolve("pod"), root.resolve("host"));
    }

    @AfterEach
    void close() {
        state.close();
        client.close();
        server.close();
    }

    @Test
    void waitsForAnObjectThatIsNotThereYet() {
        assertThat(volumes.follow(state)).isFalse();
        configMap("fleet.yaml", "uploads: []");
        assertThat(volumes.follow(state)).isFalse();
        secret("one");

        soon().until(() -> volumes.follow(state));

        assertThat(volumes.path("keys").resolve("uid")).hasContent("one");
    }

    @Test
    void followsConfigMapsAndSecretsWhenTheyChange() {
        configMap("fleet.yaml", "uploads: []");
        secret("one");
        soon().until(() -> volumes.follow(state));

        configMap("fleet.yaml", "uploads: [more]");
        secret("two");

        soon().untilAsserted(() -> {
            volumes.follow(state);
            assertThat(volumes.path("fleet").resolve("fleet.yaml")).hasContent("uploads: [more]");
            assertThat(volumes.path("keys").resolve("uid")).hasContent("two");
        });
    }

    @Test
    void keepsWhatItHasWhenTheObjectIsGone() {
        configMap("fleet.yaml", "uploads: []");
        secret("one");
        soon().until(() -> volumes.follow(state));

        client.configMaps().inNamespace("shop").withName("fleet").delete();
        soon().until(() -> state.configMaps().isEmpty());

        assertThat(volumes.follow(state)).isTrue();
        assertThat(volumes.path("fleet").resolve("fleet.yaml")).hasContent("uploads: []");
    }

    @Test
    void aFolderOfTheNodeOutlivesThePodAndIsNotThisMachines() throws IOException {
        volumes.follow(state);
        Files.writeString(volumes.path("spool").resolve("queue"), "kept");

        PodVolumes next = new PodVolumes(pod(), root.resolve("next"), root.resolve("host"));
        next.follow(state);

        assertThat(next.path("spool")).isEqualTo(root.resolve("host/var/lib/netwatch"));
        assertThat(next.path("spool").resolve("queue")).hasContent("kept");
        assertThat(next.path("run")).isDirectory().isNotEqualTo(volumes.path("run"));
    }

    private void configMap(String file, String text) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("fleet")
                        .endMetadata()
                        .addToData(file, text)
                        .build())
                .serverSideApply();
    }

    private void secret(String text) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("keys")
                        .endMetadata()
                        .addToData("uid", Base64.getEncoder().encodeToString(text.getBytes(UTF_8)))
                        .build())
                .serverSideApply();
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("agent")
                .endMetadata()
                .withNewSpec()
                .addNewVolume()
                .withName("fleet")
                .withNewConfigMap()
                .withName("fleet")
                .endConfigMap()
                .endVolume()
                .addNewVolume()
                .withName("keys")
                .withNewSecret()
                .withSecretName("keys")
                .endSecret()
                .endVolume()
                .addNewVolume()
                .withName("spool")
                .withNewHostPath("/var/lib/netwatch", "DirectoryOrCreate")
                .endVolume()
                .addNewVolume()
                .withName("run")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }
}
