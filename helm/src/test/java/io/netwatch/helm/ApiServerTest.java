package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * An install into a cluster: {@code -Dnetwatch.kubeconfig=FILE}. Leaves CRDs alone, and behind it an empty namespace
 * {@value #NAMESPACE}, which Helm doesn't remove.
 */
@EnabledIfSystemProperty(
        named = "netwatch.kubeconfig",
        matches = ".+",
        disabledReason = "needs a real API server: ./netwatch test --kubeconfig FILE")
class ApiServerTest {
    private static final String NAMESPACE = "netwatch-chart-test";
    private static final String RELEASE = "chart-test";

    private final Path kubeconfig = Path.of(System.getProperty("netwatch.kubeconfig", ""));

    @AfterEach
    void uninstall() {
        Helm.uninstall(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(kubeconfig)
                .ignoreNotFound()
                .call();
    }

    @Test
    void acceptsEveryObjectInstallsUpgradesAndUninstalls() {
        var installed = new Helm(Chart.FOLDER)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .createNamespace()
                .set("crds.enabled", false)
                .set("operator.replicas", 2)
                .withKubeConfig(kubeconfig)
                .call();
        assertThat(installed.getStatus()).isEqualTo("deployed");

        var upgraded = new Helm(Chart.FOLDER)
                .upgrade()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .set("crds.enabled", false)
                .set("agent.securityProfile", "restricted")
                .withKubeConfig(kubeconfig)
                .call();
        assertThat(upgraded.getRevision()).isEqualTo("2");

        var uninstalled = Helm.uninstall(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(kubeconfig)
                .call();
        assertThat(uninstalled).contains("uninstalled").doesNotContain("kept");
    }
}
