package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.config.ConnectionFilter;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.track.Connection;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionMatchTest {
    private final Connection connection = new SampleConnection().build();

    @Test
    void letsEverythingThroughWhenNothingIsAskedFor() {
        assertThat(new ConnectionMatch(ConnectionFilter.ALL)).accepts(connection);
    }

    @Test
    void takesEitherPort() {
        assertThat(matching(Set.of(443), Set.of(), Set.of(), false)).accepts(connection);
        assertThat(matching(Set.of(40_000), Set.of(), Set.of(), false)).accepts(connection);
        assertThat(matching(Set.of(80), Set.of(), Set.of(), false)).rejects(connection);
    }

    @Test
    void wantsAllThatIsAskedFor() {
        assertThat(matching(Set.of(443, 80), Set.of(1234), Set.of("curl"), false))
                .accepts(connection);
        assertThat(matching(Set.of(443), Set.of(1235), Set.of("curl"), false)).rejects(connection);
        assertThat(matching(Set.of(443), Set.of(1234), Set.of("wget"), false)).rejects(connection);
    }

    @Test
    void takesFailedConnectsAndBrokenConnectionsAsFailed() {
        assertThat(matching(Set.of(), Set.of(), Set.of(), true))
                .rejects(connection)
                .accepts(new SampleConnection().failed(Errno.ETIMEDOUT).build())
                .accepts(new SampleConnection().broken(Errno.ECONNRESET).build());
    }

    @Test
    void takesEitherEndByItsNamespacePodOrWorkload() {
        Connection named = new SampleConnection()
                .localParty(SampleParty.pod("shop", "cart-7d9-x2", "cart"))
                .peerParty(SampleParty.pod("db", "database-0", "database"))
                .build();

        assertThat(named(Set.of("db"), Set.of(), Set.of())).accepts(named).rejects(connection);
        assertThat(named(Set.of("shop"), Set.of("cart-7d9-x2"), Set.of("database")))
                .accepts(named);
        assertThat(named(Set.of("web"), Set.of(), Set.of())).rejects(named);
        assertThat(named(Set.of(), Set.of("cart"), Set.of())).rejects(named);
        assertThat(named(Set.of(), Set.of(), Set.of("cart-7d9-x2"))).rejects(named);
    }

    private static ConnectionMatch named(Set<String> namespaces, Set<String> pods, Set<String> workloads) {
        return new ConnectionMatch(
                new ConnectionFilter(Set.of(), Set.of(), Set.of(), namespaces, pods, workloads, false));
    }

    private static ConnectionMatch matching(
            Set<Integer> ports, Set<Integer> pids, Set<String> comms, boolean failedOnly) {
        return new ConnectionMatch(new ConnectionFilter(ports, pids, comms, Set.of(), Set.of(), Set.of(), failedOnly));
    }
}
