package io.netwatch.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;

/** Whatever is in the records, the server can read it, and so can we. */
class AnyRequestTest {
    @Test
    void isReadAsItWasWritten() {
        theory(200).forAll(longs().all()).checkAssert(seed -> {
            IngestRequest request = new AnyRecord(seed).of(IngestRequest.class);

            assertThat(read(Filled.body(request))).isEqualTo(request);
        });
    }

    @Test
    void fitsTheSchema() {
        theory(60).forAll(longs().all()).checkAssert(seed -> {
            byte[] body = Filled.body(new AnyRecord(seed).of(IngestRequest.class));

            assertThat(IngestSchema.STRICT.violations(body)).isEmpty();
        });
    }

    @Test
    void isOneLineOfUtf8() {
        theory(200).forAll(longs().all()).checkAssert(seed -> {
            byte[] body = Filled.body(new AnyRecord(seed).of(IngestRequest.class));

            assertThat(body).doesNotContain((byte) '\n', (byte) '\r');
            assertThat(new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                    .isEqualTo(body);
        });
    }

    @Test
    void isWithinItsBoundsWhateverTheyAre() {
        theory(100).forAll(longs().all(), integers().between(0, 300_000)).checkAssert((seed, room) -> {
            AnyRecord any = new AnyRecord(seed);
            Snapshot snapshot = Filled.snapshot(List.of(
                    any.of(ConnectionDetail.class),
                    any.of(ConnectionDetail.class),
                    any.of(ConnectionDetail.class),
                    Rows.longest(1)));
            int rest = SnapshotJson.write(snapshot.withConnections(List.of())).length;

            assertThat(SnapshotJson.write(snapshot, rest + room)).hasSizeLessThanOrEqualTo(rest + room);
        });
    }

    @Test
    void isRefusedInOneSentenceWhereItWasCut() {
        byte[] body = Filled.body(Filled.request(List.of(Filled.snapshot(List.of(Rows.longest(1))))));
        theory(300).forAll(integers().between(0, body.length - 1)).checkAssert(length -> {
            String cut = new String(body, 0, length, StandardCharsets.UTF_8);

            assertThat(refusal(cut)).hasLineCount(1).hasSizeLessThan(300);
        });
    }

    private static QuickTheory theory(int examples) {
        return qt().withFixedSeed(20_260_101).withExamples(examples);
    }

    private static IngestRequest read(byte[] body) {
        try {
            return SnapshotJson.readRequest(body);
        } catch (UnreadableJsonException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static String refusal(String body) {
        try {
            SnapshotJson.readRequest(body.getBytes(StandardCharsets.UTF_8));
            throw new AssertionError("was read: " + body);
        } catch (UnreadableJsonException e) {
            return e.getMessage();
        }
    }
}
