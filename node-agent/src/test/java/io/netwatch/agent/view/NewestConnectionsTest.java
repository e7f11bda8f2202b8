package io.netwatch.agent.view;

import static io.netwatch.agent.view.SampleConnection.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.track.Connection;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NewestConnectionsTest {
    private static final List<Connection> KNOWN = LongStream.of(3, 1, 5, 2, 4)
            .mapToObj(i ->
                    new SampleConnection().id(i).changed(NOON.plusSeconds(i)).build())
            .toList();

    @Test
    void keepsThoseThatChangedLastAndCountsTheRest() {
        NewestConnections newest = NewestConnections.of(KNOWN::forEach, connection -> connection.id() != 4, 2);

        assertThat(newest.items()).extracting(Connection::id).containsExactly(5L, 3L);
        assertThat(newest.matching()).isEqualTo(4);
        assertThat(newest.leftOut()).isEqualTo(2);
    }

    @Test
    void keepsAllWhenTheyFit() {
        NewestConnections newest = NewestConnections.of(KNOWN::forEach, connection -> true, 5);

        assertThat(newest.items()).extracting(Connection::id).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(newest.leftOut()).isZero();
    }

    @Test
    void onlyCountsWhenNoneAreWanted() {
        NewestConnections newest = NewestConnections.of(KNOWN::forEach, connection -> true, 0);

        assertThat(newest.items()).isEmpty();
        assertThat(newest.matching()).isEqualTo(5);
    }
}
