package io.netwatch.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizeTest {
    private static final int MANY = 10_000;
    private static final HostInfo LONGEST_HOST = new HostInfo(
            Filled.HOST.hostId(),
            "n".repeat(253),
            "o".repeat(1_000),
            "k".repeat(1_000),
            Long.MAX_VALUE,
            "c".repeat(1_000),
            Integer.MAX_VALUE,
            Long.MAX_VALUE);
    private static final AgentHealth LONGEST_HEALTH = new AgentHealth(false, Long.MAX_VALUE, Long.MAX_VALUE);

    @Test
    void tenThousandOfTheLongestConnectionsFitIntoARequest() throws UnreadableJsonException {
        byte[] body = SnapshotJson.request(
                "0.1.0", LONGEST_HOST, List.of(SnapshotJson.write(Filled.snapshot(Rows.many(MANY)))), LONGEST_HEALTH);

        assertThat(body.length).isBetween(IngestRequest.MAX_BYTES * 9 / 10, IngestRequest.MAX_BYTES);
        assertThat(IngestSchema.STRICT.violations(body)).isEmpty();
        List<ConnectionDetail> rows =
                SnapshotJson.readRequest(body).snapshots().get(0).connections();
        assertThat(rows).hasSize(MANY).allMatch(row -> row.kubernetes().pod() != null);
        assertThat(rows.stream().filter(row -> row.peer() != null)).hasSizeGreaterThan(2_000);
    }

    @Test
    void tenThousandUsualConnectionsKeepTheNamesOfBothEnds() throws UnreadableJsonException {
        byte[] written = SnapshotJson.write(Filled.snapshot(Rows.usual(MANY)));

        assertThat(written.length).isLessThanOrEqualTo(SnapshotJson.MAX_BYTES);
        assertThat(SnapshotJson.read(written).connections())
                .hasSize(MANY)
                .allMatch(row -> row.kubernetes().pod() != null && row.peer().pod() != null && row.rxBytes() != null);
    }

    @Test
    void whatFitsIsWrittenAsItIs() throws UnreadableJsonException {
        Snapshot snapshot = Filled.snapshot(Rows.many(2_900));

        assertThat(SnapshotJson.read(SnapshotJson.write(snapshot))).isEqualTo(snapshot);
    }

    @Test
    void theLeastActiveSayLeast() throws UnreadableJsonException {
        List<ConnectionDetail> rows = Rows.many(1_000);
        for (int share = 20; share > 0; share--) {
            byte[] written = SnapshotJson.write(Filled.snapshot(rows), 80_000 * share);

            List<ConnectionDetail> left = SnapshotJson.read(written).connections();
            assertThat(left.stream().map(RowBytes::of)).isSortedAccordingTo(Collections.reverseOrder());
            assertThat(left.stream().map(ConnectionDetail::localAddr))
                    .isEqualTo(rows.stream()
                            .limit(left.size())
                            .map(ConnectionDetail::localAddr)
                            .toList());
        }
    }

    @Test
    void namesThatAreNoAsciiFitToo() {
        List<ConnectionDetail> rows = IntStream.range(0, MANY)
                .mapToObj(row -> new ConnectionDetail(
                        "TCP",
                        "10.0.0.1:1",
                        "10.0.0.2:2",
                        "ESTABLISHED",
                        1,
                        "\u0001中".repeat(60),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .toList();

        assertThat(SnapshotJson.write(Filled.snapshot(rows)).length)
                .isBetween(SnapshotJson.MAX_BYTES / 2, SnapshotJson.MAX_BYTES);
    }

    @Test
    void withoutRoomForAnyConnectionTheRestStays() throws UnreadableJsonException {
        Snapshot snapshot = Filled.snapshot(Rows.many(3));

        assertThat(SnapshotJson.read(SnapshotJson.write(snapshot, 10))).isEqualTo(snapshot.withConnections(List.of()));
    }

    @Test
    void aRowsLengthIsKnownWithoutWritingIt() {
        for (Detail detail : Detail.values()) {
            List<ConnectionDetail> rows =
                    Rows.many(100).stream().map(detail::of).toList();
            byte[] empty = SnapshotJson.write(Filled.snapshot(List.of()));

            int written = SnapshotJson.write(Filled.snapshot(rows)).length - empty.length;

            // a comma less than there are rows; of a round trip with a fraction it takes the longest that is usual
            assertThat(Room.bytes(rows)).isBetween((long) written, written + 3L + rows.size() * 2L);
        }
    }

    @Test
    void noDetailSaysMoreThanTheOneBefore() {
        for (ConnectionDetail row :
                List.of(Rows.longest(1), Rows.usual(1).get(0), Rows.toService(), Rows.toOutside())) {
            assertThat(Arrays.stream(Detail.values()).map(detail -> RowBytes.of(detail.of(row))))
                    .isSortedAccordingTo(Collections.reverseOrder());
        }
    }

    @Test
    void aShortDetailStillSaysWhoIsThere() {
        assertThat(Detail.SHORT.of(Rows.toService()).peer())
                .isEqualTo(new Peer("shop", null, null, null, null, null, null, null, "cart", null));
        assertThat(Detail.SHORT.of(Rows.toOutside()).peer())
                .isEqualTo(new Peer(null, null, null, null, null, null, null, "external", null, "example.org"));
        assertThat(Detail.BARE.of(Rows.toService()))
                .isEqualTo(new ConnectionDetail(
                        "TCP",
                        "10.1.0.7:48122",
                        "10.96.0.10:80",
                        "ESTABLISHED",
                        1,
                        "a",
                        215.0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void aHundredSnapshotsOfAnIdleHostFitIntoARequest() {
        byte[] idle = SnapshotJson.write(Filled.snapshot(Rows.many(25)));

        byte[] body = SnapshotJson.request("0.1.0", LONGEST_HOST, Collections.nCopies(100, idle), LONGEST_HEALTH);

        assertThat(body.length).isLessThan(IngestRequest.MAX_BYTES);
        assertThat(new String(body, StandardCharsets.UTF_8)).endsWith("}");
    }
}
