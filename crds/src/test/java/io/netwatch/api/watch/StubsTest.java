package io.netwatch.api.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StubsTest {
    private final Stubs<Pod> stubs = new Stubs<>(Pod::new);

    private static Pod pod(String version) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("cart")
                .withUid("uid-1")
                .withResourceVersion(version)
                .withLabels(Map.of("app", "cart"))
                .endMetadata()
                .withNewSpec()
                .withNodeName("worker-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
    }

    @Test
    void keepsWhoAnObjectIsAndItsVersionAlone() {
        Pod pod = pod("7");

        stubs.put(stubs.getKey(pod), pod);

        Pod kept = stubs.get("shop/cart");
        assertThat(kept.getMetadata().getUid()).isEqualTo("uid-1");
        assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(kept.getMetadata().getLabels()).isEmpty();
        assertThat(kept.getSpec()).isNull();
        assertThat(kept.getStatus()).isNull();
    }

    @Test
    void leavesTheObjectAsItIs() {
        Pod pod = pod("7");

        stubs.put(stubs.getKey(pod), pod);

        assertThat(pod).isEqualTo(pod("7"));
    }

    @Test
    void givesBackWhatAChangeReplaced() {
        stubs.put("shop/cart", pod("7"));

        Pod before = stubs.put("shop/cart", pod("8"));

        assertThat(before.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(stubs.get("shop/cart").getMetadata().getResourceVersion()).isEqualTo("8");
    }

    @Test
    void saysThatItHoldsNoWholeObjects() {
        assertThat(stubs.isFullState()).isFalse();
    }
}
