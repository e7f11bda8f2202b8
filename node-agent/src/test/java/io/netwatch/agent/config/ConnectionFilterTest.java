package io.netwatch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionFilterTest {
    @Test
    void letsAllThroughByDefault() {
        assertThat(ConnectionFilter.ALL)
                .isEqualTo(new ConnectionFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false));
    }

    @Test
    void keepsWhatItIsGivenWhateverBecomesOfTheOriginal() {
        Set<Integer> ports = new HashSet<>(Set.of(1, 65_535));
        ConnectionFilter filter = new ConnectionFilter(
                ports, Set.of(1), Set.of("fifteen-letters"), Set.of("shop"), Set.of("cart-1"), Set.of("cart"), true);

        ports.clear();

        assertThat(filter.ports()).containsExactlyInAnyOrder(1, 65_535);
        assertThat(filter.pids()).containsExactly(1);
        assertThat(filter.comms()).containsExactly("fifteen-letters");
        assertThat(filter.namespaces()).containsExactly("shop");
        assertThat(filter.pods()).containsExactly("cart-1");
        assertThat(filter.workloads()).containsExactly("cart");
        assertThat(filter.failedOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void refusesPortOutOfRange(int port) {
        assertThatThrownBy(() ->
                        new ConnectionFilter(Set.of(port), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("--port must be from 1 to 65535; got " + port);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void refusesPidOutOfRange(int pid) {
        assertThatThrownBy(() ->
                        new ConnectionFilter(Set.of(), Set.of(pid), Set.of(), Set.of(), Set.of(), Set.of(), false))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("--pid must be 1 or more; got " + pid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sixteen--letters"})
    void refusesNameThatNoProcessCanHave(String comm) {
        assertThatThrownBy(() ->
                        new ConnectionFilter(Set.of(), Set.of(), Set.of(comm), Set.of(), Set.of(), Set.of(), false))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageStartingWith("--comm must have 1 to 15 characters")
                .hasMessageEndingWith("got '" + comm + "'");
    }

    @Test
    void refusesNameThatNoObjectOfKubernetesCanHave() {
        Set<String> tooLong = Set.of("n".repeat(254));

        assertThatThrownBy(() -> new ConnectionFilter(Set.of(), Set.of(), Set.of(), Set.of(), tooLong, Set.of(), false))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageStartingWith("--pod must be the name of a Kubernetes object, 1 to 253 characters");
    }
}
