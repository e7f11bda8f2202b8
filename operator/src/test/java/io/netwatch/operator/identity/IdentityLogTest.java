package io.netwatch.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.identity.Workload;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityLogTest {
    private static final Instant NOON = Instant.parse(Pods.STARTED);
    private static final Clock CLOCK = Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC);

    private final IdentityLog log = new IdentityLog(CLOCK);
    private final PodTeller pods = new PodTeller(log, CLOCK);
    private final AtomicInteger told = new AtomicInteger();
    private final Pod cart = Pods.running("shop", "cart-1", "10.244.0.1");

    @BeforeEach
    void listen() {
        log.listen(told::incrementAndGet);
    }

    @Test
    void tellsWhoseAddressItIs() {
        pods.onAdd(cart);

        assertThat(changes())
                .containsExactly(IdentityLine.of(new IdentityLine.Pod(
                        "cart-1-uid",
                        "shop",
                        "cart-1",
                        "node-a",
                        List.of("10.244.0.1"),
                        false,
                        new Workload("Deployment", "cart"),
                        NOON.getEpochSecond(),
                        0)));
        assertThat(told).hasValue(1);
    }

    @Test
    void tellsNothingTwice() {
        pods.onAdd(cart);
        pods.onUpdate(
                cart,
                new PodBuilder(cart)
                        .editMetadata()
                        .addToAnnotations("a", "b")
                        .endMetadata()
                        .build());

        assertThat(changes()).hasSize(1);
        assertThat(told).hasValue(1);
        assertThat(log.takeAll().changes().revision()).isEqualTo(1);
    }

    @Test
    void waitsForAnAddress() {
        pods.onAdd(Pods.running("shop", "cart-1", null));
        assertThat(changes()).isEmpty();

        pods.onUpdate(cart, cart);

        assertThat(changes()).hasSize(1);
    }

    @Test
    void tellsBothAddressesOfAPodWithTwo() {
        pods.onAdd(new PodBuilder(cart)
                .editStatus()
                .addNewPodIP("10.244.0.1")
                .addNewPodIP("fd00::1")
                .endStatus()
                .build());

        assertThat(changes().get(0).pod().ips()).containsExactly("10.244.0.1", "fd00::1");
    }

    @Test
    void tellsWhenItsContainersHadEnded() {
        pods.onAdd(new PodBuilder(cart)
                .editStatus()
                .withPhase("Succeeded")
                .addNewContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withFinishedAt("2026-01-01T12:00:30Z")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());

        assertThat(changes().get(0).pod().ended()).isEqualTo(NOON.getEpochSecond() + 30);
    }

    @Test
    void keepsTheAddressesOfAPodThatWasEvicted() {
        pods.onAdd(cart);
        pods.onUpdate(
                cart,
                new PodBuilder(cart)
                        .withNewStatus()
                        .withPhase("Failed")
                        .withReason("Evicted")
                        .endStatus()
                        .build());

        assertThat(changes()).hasSize(2).last().satisfies(line -> {
            assertThat(line.pod().ips()).containsExactly("10.244.0.1");
            assertThat(line.pod().ended()).isEqualTo(NOON.getEpochSecond() + 60);
        });
    }

    @Test
    void tellsThatAPodIsGoneByItsUid() {
        pods.onAdd(cart);
        pods.onDelete(cart, false);
        pods.onDelete(cart, false);

        assertThat(changes())
                .hasSize(2)
                .last()
                .isEqualTo(
                        IdentityLine.of(new IdentityLine.Gone("pod", "shop", "cart-1", "cart-1-uid", CLOCK.millis())));
        assertThat(log.takeAll().lines()).isEmpty();
        assertThat(log.objects()).isZero();
    }

    @Test
    void tellsThatAPodIsGoneWhenAnotherHasItsName() {
        pods.onAdd(cart);
        pods.onUpdate(cart, Pods.withUid(cart, "another"));
        pods.onUpdate(cart, Pods.withUid(Pods.running("shop", "cart-1", null), "a-third"));

        List<IdentityLine> lines = changes();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1).gone().uid()).isEqualTo("cart-1-uid");
        assertThat(lines.get(2).pod().uid()).isEqualTo("another");
        assertThat(lines.get(3).gone().uid()).isEqualTo("another");
    }

    @Test
    void keepsChangesForNobody() {
        IdentityLog alone = new IdentityLog(CLOCK);
        new PodTeller(alone, CLOCK).onAdd(cart);

        IdentityLog.State state = alone.takeAll();

        assertThat(state.changes().lines()).isEmpty();
        assertThat(state.lines()).hasSize(1);
    }

    @Test
    void tellsWhatOthersReferToFirst() {
        pods.onAdd(cart);
        Teller.ofNamespaces(log).onAdd(Pods.namespace("shop", Map.of()));

        assertThat(log.takeAll().lines().stream().map(Lines::decode))
                .satisfiesExactly(
                        first -> assertThat(first.namespace().name()).isEqualTo("shop"),
                        second -> assertThat(second.pod().name()).isEqualTo("cart-1"));
    }

    private List<IdentityLine> changes() {
        return log.take().lines().stream().map(Lines::decode).toList();
    }
}
