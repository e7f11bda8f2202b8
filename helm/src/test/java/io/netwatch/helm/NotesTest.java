package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import org.junit.jupiter.api.Test;

/** What {@code helm install} says at its end. */
class NotesTest {

    @Test
    void warnFirstAndEndWithTheNextCommand() {
        var notes = notes("netwatch-system", true);

        assertThat(notes.lines().toList())
                .hasSizeLessThanOrEqualTo(29)
                .first()
                .asString()
                .startsWith("WARNING: agents need hostPID.");
        assertThat(notes)
                .contains("kubectl label namespace netwatch-system pod-security.kubernetes.io/enforce=privileged")
                .endsWith("kubectl get nwp -A");
    }

    @Test
    void warnOfTheNamespaceDefault() {
        assertThat(notes("default", true)).startsWith("WARNING: netwatch is in the namespace default");
        assertThat(notes("netwatch-system", true)).doesNotContain("namespace default");
    }

    @Test
    void warnWhereSomeoneElseHasToInstallTheCustomResourceDefinitions() {
        assertThat(notes("netwatch-system", false)).contains("WARNING: crds.enabled is false");
        assertThat(notes("netwatch-system", true)).doesNotContain("crds.enabled");
    }

    @Test
    void thePolicyToApplyIsOfTheApiThatTheChartInstalls() {
        var notes = notes("netwatch-system", true);

        var policy = notes.substring(notes.indexOf("<<EOF") + 5, notes.lastIndexOf("EOF"));

        assertThat(Yaml.read(policy.stripIndent()))
                .isEqualTo(Yaml.read("{apiVersion: netwatch.io/v1alpha1, kind: NetWatchPolicy,"
                        + " metadata: {name: everything, namespace: netwatch-system}, spec: {}}"));
    }

    private static String notes(String namespace, boolean crds) {
        var output = new Helm(Chart.FOLDER)
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(namespace)
                .withKubeVersion(Chart.KUBE_VERSION)
                .set("crds.enabled", crds)
                .clientOnly()
                .dryRun()
                .withDryRunOption(DryRun.CLIENT)
                .call()
                .getOutput();
        return output.substring(output.indexOf("NOTES:\n") + "NOTES:\n".length())
                .strip();
    }
}
