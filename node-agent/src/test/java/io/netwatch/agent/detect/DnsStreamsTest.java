package io.netwatch.agent.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.DnsFlow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages over TCP, however they are cut into segments. */
class DnsStreamsTest {
    private static final int START = Integer.MAX_VALUE - 20; // so that numbers wrap soon

    private final List<String> seen = new ArrayList<>();
    private final DnsReader reader = new DnsReader(message -> seen.add(message.id() + " " + message.name()));
    private final byte[] stream = stream("one.example", "two.example", "three.example");

    DnsStreamsTest() {
        connection(1);
    }

    private void connection(int number) {
        reader.flow().ends(7, number, 0, 53, DnsFlow.PORT).packet(true, true, number);
    }

    private static byte[] stream(String... names) {
        ByteBuffer all = ByteBuffer.allocate(64 * 1024);
        for (int i = 0; i < names.length; i++) {
            all.put(DnsBytes.framed(DnsBytes.query(i + 1, names[i])));
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private void segment(byte[] of, int from, int to) {
        reader.onSegment(START + from, Arrays.copyOfRange(of, from, to), to - from, to - from);
    }

    private void segment(int from, int to) {
        segment(stream, from, to);
    }

    private int messageBytes(String name) {
        return DnsBytes.framed(DnsBytes.query(0, name)).length;
    }

    private void assertAllSeen() {
        assertThat(seen).containsExactly("1 one.example", "2 two.example", "3 three.example");
        assertThat(reader.malformed()).isZero();
        assertThat(reader.cut()).isZero();
        assertThat(reader.unsynced()).isZero();
    }

    @Test
    void findsSeveralMessagesInOneSegment() {
        segment(0, stream.length);

        assertAllSeen();
    }

    @Test
    void findsAMessageInEachSegment() {
        int one = messageBytes("one.example");
        segment(0, one);
        segment(one, 2 * one);
        segment(2 * one, stream.length);

        assertAllSeen();
    }

    @Test
    void theLengthMayComeInASegmentOfItsOwn() {
        int one = messageBytes("one.example");
        segment(0, 2);
        segment(2, one);
        segment(one, one + 2);
        segment(one + 2, stream.length);

        assertAllSeen();
    }

    @Test
    void theLengthMayComeInTwoSegments() {
        int one = messageBytes("one.example");
        segment(0, 1);
        segment(1, one + 1);
        segment(one + 1, one + 2);
        segment(one + 2, stream.length);

        assertAllSeen();
    }

    @Test
    void readsTheQuestionFromTheFirstPartOfAMessage() {
        byte[] answer = DnsBytes.framed(new DnsBytes()
                .head(9, DnsBytes.ANSWER_FLAGS, 1, 1)
                .name("big.example")
                .u16(16)
                .u16(1)
                .u16(DnsBytes.TO_THE_QUESTION)
                .record(16, 60, new byte[5000])
                .bytes());
        byte[] both = Arrays.copyOf(answer, answer.length + stream.length);
        System.arraycopy(stream, 0, both, answer.length, stream.length);

        segment(both, 0, 1400);
        segment(both, 1400, 2800);
        segment(both, 2800, answer.length + 10);
        segment(both, answer.length + 10, both.length);

        assertThat(seen).containsExactly("9 big.example", "2 two.example", "3 three.example");
        assertThat(reader.cut()).isEqualTo(1); // the head of "one" was cut in two
    }

    @Test
    void whatIsSentAgainCountsOnce() {
        int one = messageBytes("one.example");
        segment(0, one);
        segment(0, one);
        segment(0, 2 * one);
        segment(one, 2 * one);
        segment(10, stream.length);
        segment(0, stream.length);

        assertAllSeen();
    }

    @Test
    void aSegmentBeforeItsTimeCountsOnceAndSoDoesTheLateOne() {
        int one = messageBytes("one.example");
        segment(0, one);
        segment(2 * one, stream.length);
        segment(one, 2 * one);
        segment(one, 2 * one);
        segment(2 * one, stream.length);

        assertThat(seen).containsExactly("1 one.example", "3 three.example", "2 two.example");
    }

    @Test
    void goesOnAfterALostSegment() {
        int one = messageBytes("one.example");
        segment(0, one);
        segment(2 * one, stream.length);

        assertThat(seen).containsExactly("1 one.example", "3 three.example");
    }

    @Test
    void waitsForAMessageToBeginWhenItIsPickedUpInTheMiddle() {
        int one = messageBytes("one.example");
        segment(5, one);
        segment(one, stream.length);

        assertThat(seen).containsExactly("2 two.example", "3 three.example");
        assertThat(reader.unsynced()).isEqualTo(1);
    }

    @Test
    void directionsAndConnectionsAreApart() {
        byte[] answers = stream("back.example");
        segment(0, 20);
        reader.flow().packet(true, false, 1);
        segment(answers, 0, answers.length);
        reader.flow().packet(true, true, 1);
        segment(20, stream.length);
        connection(2);
        segment(0, stream.length);

        assertThat(seen)
                .containsExactly(
                        "1 back.example",
                        "2 two.example",
                        "3 three.example",
                        "1 one.example",
                        "2 two.example",
                        "3 three.example");
    }

    @Test
    void portsThatAreUsedAgainBeginAnew() {
        segment(0, 30);
        reader.onSegment(START - (1 << 30), stream, stream.length, stream.length);

        assertThat(seen).endsWith("1 one.example", "2 two.example", "3 three.example");
    }

    @Test
    void countsWhatIsNoMessageAndFindsTheNext() {
        reader.onSegment(0, new byte[] {0, 3, 1, 2, 3}, 5, 5);
        assertThat(reader.unsynced()).isEqualTo(1);
        segment(0, stream.length);
        byte[] tooShort = {0, 11, 1, 2, 3};
        reader.onSegment(START + stream.length, tooShort, 5, 5);
        assertThat(reader.malformed()).isEqualTo(1);

        reader.onSegment(START + stream.length + 5, stream, stream.length, stream.length);

        assertThat(seen).hasSize(6);
    }

    @Test
    void messagesBeyondWhatWasCapturedAreNotGuessed() {
        int one = messageBytes("one.example");
        reader.onSegment(START, stream, one + 1, stream.length);
        assertThat(seen).containsExactly("1 one.example");
        assertThat(reader.unsynced()).isEqualTo(1);

        reader.onSegment(START + stream.length, stream, stream.length, stream.length);

        assertThat(seen).hasSize(4);
    }

    @Test
    void anyCutOfAStreamGivesEachMessageAtMostOnceInAnyOrder() {
        Random random = new Random(3);
        for (int round = 0; round < 5000; round++) {
            seen.clear();
            connection(10 + round);
            List<int[]> segments = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int end = Math.min(stream.length, at + 1 + random.nextInt(50));
                segments.add(new int[] {at, end});
                at = end;
            }
            if (round % 2 == 1) {
                segments.add(segments.get(random.nextInt(segments.size())));
                Collections.shuffle(segments, random);
            }
            segments.forEach(segment -> segment(segment[0], segment[1]));

            assertThat(seen).doesNotHaveDuplicates().isSubsetOf("1 one.example", "2 two.example", "3 three.example");
        }
    }

    @Test
    void anyBytesGiveNoError() {
        Random random = new Random(4);
        byte[] bytes = new byte[600];
        for (int i = 0; i < 200_000; i++) {
            connection(random.nextInt(4));
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                System.arraycopy(stream, 0, bytes, random.nextInt(3), 2 + random.nextInt(20));
            }
            int length = random.nextInt(1500);
            int captured = random.nextInt(4) == 0 ? random.nextInt(Math.min(length, 600) + 1) : Math.min(length, 600);
            reader.onSegment(random.nextInt(3000), bytes, captured, length);
        }
        assertThat(reader.malformed()).isPositive();
        assertThat(reader.cut()).isPositive();
        assertThat(reader.messages()).isPositive();
        assertThat(reader.unsynced()).isPositive();
    }

    @Test
    void knowsABoundedNumberOfConnections() {
        for (int i = 0; i < 10_000; i++) {
            connection(i);
            segment(0, 1);
        }
        connection(0);
        segment(1, stream.length);
        assertThat(seen).isEmpty(); // it made room

        connection(9_999);
        segment(1, stream.length);

        assertThat(seen).hasSize(3);
    }
}
