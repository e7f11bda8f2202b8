package io.netwatch.agent.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.DnsMessage.Outcome;
import io.netwatch.agent.event.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    private static final String SIXTY_THREE = "a".repeat(63);

    private final DnsMessage message = new DnsMessage(new DnsFlow());

    private Outcome read(byte[] bytes) {
        return message.read(bytes, 0, bytes.length, bytes.length);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < message.addresses(); i++) {
            Endpoint end = new Endpoint(message.addressHigh(i), message.addressLow(i), 0);
            addresses.add(end.address() + " " + message.ttlSeconds(i));
        }
        return addresses;
    }

    private static byte[] question(DnsBytes name) {
        return new DnsBytes()
                .head(1, DnsBytes.QUERY_FLAGS, 1, 0)
                .raw(name.bytes())
                .u16(DnsBytes.A)
                .u16(1)
                .bytes();
    }

    @Test
    void readsAQueryOfDig() {
        // dig +noedns example.com
        Outcome outcome = read(hex(
                "b5a6 0120 0001 0000 0000 0000" // id, RD and AD, one question
                        + "07 6578616d706c65 03 636f6d 00 0001 0001")); // example.com A IN

        assertThat(outcome).isEqualTo(Outcome.READ);
        assertThat(message.id()).isEqualTo(0xb5a6);
        assertThat(message.isAnswer()).isFalse();
        assertThat(message.isStandard()).isTrue();
        assertThat(message.type()).isEqualTo(DnsMessage.TYPE_A);
        assertThat(message.name()).hasToString("example.com");
        assertThat(message.name().bytes()).isEqualTo(11);
    }

    @Test
    void readsAnAnswerThroughAnAlias() {
        byte[] bytes = new DnsBytes()
                .head(7, DnsBytes.ANSWER_FLAGS, 1, 4)
                .name("www.example.com")
                .u16(DnsBytes.A)
                .u16(1)
                .u16(DnsBytes.TO_THE_QUESTION)
                .record(DnsBytes.CNAME, 60, hex("03 63646e c010")) // cdn.example.com
                .u16(0xc02d)
                .record(DnsBytes.A, 30, hex("cb007107"))
                .name("cdn.example.com")
                .record(DnsBytes.A, 0x8000_0000L, hex("cb007108"))
                .u16(0xc02d)
                .record(DnsBytes.AAAA, 31, hex("20010db8000000000000000000000007"))
                .bytes();

        assertThat(read(bytes)).isEqualTo(Outcome.READ);
        assertThat(message.isAnswer()).isTrue();
        assertThat(message.responseCode()).isZero();
        assertThat(message.name()).hasToString("www.example.com");
        assertThat(addresses()).containsExactly("203.0.113.7 30", "203.0.113.8 0", "2001:db8::7 31");
    }

    @Test
    void lowersCaseAndEscapesWhatIsNoPartOfAHostsName() {
        read(question(new DnsBytes()
                .label("WwW_-9".getBytes(StandardCharsets.ISO_8859_1))
                .label(new byte[] {0, 27, '[', '3', '1', 'm', '.', '\\', '"', '<', ' ', 127, -1, -61, -92})
                .name("COM")));

        assertThat(message.name())
                .hasToString("www_-9.\\000\\027\\09131m\\046\\092\\034\\060\\032\\127\\255\\195\\164.com");
        assertThat(message.name().bytes()).isEqualTo(6 + 1 + 15 + 1 + 3);
    }

    @Test
    void everyByteOfANameIsPrintable() {
        for (int octet = 0; octet < 256; octet++) {
            read(question(new DnsBytes().label(new byte[] {(byte) octet}).name("com")));

            assertThat(message.name().toString()).matches("[a-z0-9_\\\\.-]+");
        }
    }

    @Test
    void theRootIsAnEmptyName() {
        assertThat(read(question(new DnsBytes().name("")))).isEqualTo(Outcome.READ);
        assertThat(message.name()).isEmpty();
        assertThat(message.name().bytes()).isZero();
    }

    @Test
    void takesANameOfTwoHundredAndFiftyFiveBytes() {
        String name = String.join(".", SIXTY_THREE, SIXTY_THREE, SIXTY_THREE, "b".repeat(61));

        assertThat(read(question(new DnsBytes().name(name)))).isEqualTo(Outcome.READ);
        assertThat(message.name()).hasToString(name);
        assertThat(message.name().bytes()).isEqualTo(253);
        assertThat(read(question(new DnsBytes().name(name + "b")))).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void theLongestTextHasRoom() {
        DnsBytes name = new DnsBytes();
        byte[] worst = new byte[63];
        name.label(worst).label(worst).label(worst).label(new byte[61]).name("");

        assertThat(read(question(name))).isEqualTo(Outcome.READ);
        assertThat(message.name()).hasSize(250 * 4 + 3);
    }

    @Test
    void takesAHundredAndTwentySevenLabelsAndNoMore() {
        String name = String.join(".", Collections.nCopies(127, "x"));

        assertThat(read(question(new DnsBytes().name(name)))).isEqualTo(Outcome.READ);
        assertThat(message.name().labels()).isEqualTo(127);
        assertThat(read(question(new DnsBytes().name(name + ".x")))).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void refusesLabelsOfTypesThatWereNeverInUse() {
        for (int type : new int[] {0x40, 0x7f, 0x80, 0xbf}) {
            assertThat(read(question(new DnsBytes().u8(type).raw(new byte[200]).name(""))))
                    .isEqualTo(Outcome.MALFORMED);
        }
    }

    @Test
    void refusesAQuestionThatPointsAnywhere() {
        for (int target : new int[] {0, 12, 13, 0x3fff}) {
            assertThat(read(question(new DnsBytes().u16(0xc000 | target)))).isEqualTo(Outcome.MALFORMED);
            assertThat(read(question(new DnsBytes().label(new byte[] {'a'}).u16(0xc000 | target))))
                    .isEqualTo(Outcome.MALFORMED);
        }
    }

    @Test
    void isNotLedInCirclesByAnAnswersName() {
        byte[] bytes = new DnsBytes()
                .head(7, DnsBytes.ANSWER_FLAGS, 1, 2)
                .name("a.example")
                .u16(DnsBytes.A)
                .u16(1)
                .u16(0xc01b) // to itself
                .record(DnsBytes.A, 30, hex("cb007107"))
                .u16(0xffff) // beyond the end
                .record(DnsBytes.A, 30, hex("cb007108"))
                .bytes();

        assertThat(read(bytes)).isEqualTo(Outcome.READ);
        assertThat(addresses()).containsExactly("203.0.113.7 30", "203.0.113.8 30");
    }

    @Test
    void takesAMessageWithoutAQuestion() {
        assertThat(read(new DnsBytes().head(9, DnsBytes.ANSWER_FLAGS | 1, 0, 0).bytes()))
                .isEqualTo(Outcome.READ);
        assertThat(message.name()).isEmpty();
        assertThat(message.type()).isZero();
        assertThat(message.responseCode()).isEqualTo(1);
    }

    @Test
    void refusesMoreThanOneQuestion() {
        for (int questions : new int[] {2, 65_535}) {
            byte[] bytes = DnsBytes.query(1, "example.com");
            bytes[4] = (byte) (questions >>> 8);
            bytes[5] = (byte) questions;

            assertThat(read(bytes)).isEqualTo(Outcome.MALFORMED);
        }
    }

    @Test
    void refusesMoreAnswersThanThereAre() {
        byte[] bytes = DnsBytes.answer(1, 0, "example.com", "203.0.113.7");
        bytes[6] = (byte) 0xff;

        assertThat(read(bytes)).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void refusesAnAddressOfTheWrongSize() {
        byte[] bytes = new DnsBytes()
                .head(1, DnsBytes.ANSWER_FLAGS, 1, 1)
                .name("example.com")
                .u16(DnsBytes.A)
                .u16(1)
                .u16(DnsBytes.TO_THE_QUESTION)
                .record(DnsBytes.A, 1, new byte[5])
                .bytes();

        assertThat(read(bytes)).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void keepsSixtyFourAddresses() {
        String[] many = IntStream.range(0, 100).mapToObj(i -> "203.0.113." + i).toArray(String[]::new);

        assertThat(read(DnsBytes.answer(1, 0, "example.com", many))).isEqualTo(Outcome.READ);
        assertThat(message.addresses()).isEqualTo(64);
    }

    @Test
    void looksForAddressesOnlyWhereTheyWereAskedForAndFound() {
        byte[] mail = DnsBytes.answer(1, 0, "example.com", "203.0.113.7");
        mail[26] = 15; // MX
        assertThat(read(mail)).isEqualTo(Outcome.READ);
        assertThat(message.addresses()).isZero();

        assertThat(read(DnsBytes.answer(1, 3, "example.com", "203.0.113.7"))).isEqualTo(Outcome.READ);
        assertThat(message.addresses()).isZero();
    }

    @Test
    void readsTheQuestionOfAMessageCutAnywhereBehindIt() {
        byte[] bytes = DnsBytes.answer(5, 0, "www.example.com", "203.0.113.7", "203.0.113.8");
        int questionEnd = 12 + 17 + 4;
        for (int captured = 0; captured <= bytes.length; captured++) {
            byte[] part = Arrays.copyOf(bytes, captured);
            Outcome outcome = message.read(part, 0, captured, bytes.length);

            assertThat(outcome).isEqualTo(captured < questionEnd ? Outcome.CUT : Outcome.READ);
            if (outcome == Outcome.READ) {
                assertThat(message.name()).hasToString("www.example.com");
                assertThat(message.addresses()).isEqualTo((captured - questionEnd) / 16);
            }
        }
    }

    @Test
    void refusesAMessageThatEndsAnywhereBeforeItsEnd() {
        byte[] bytes = DnsBytes.answer(5, 0, "www.example.com", "203.0.113.7", "203.0.113.8");
        for (int length = 0; length < bytes.length; length++) {
            assertThat(read(Arrays.copyOf(bytes, length)))
                    .as("of %s bytes", length)
                    .isEqualTo(Outcome.MALFORMED);
        }
    }

    @Test
    void readsFromAnywhereInAnArray() {
        byte[] bytes = DnsBytes.answer(5, 0, "www.example.com", "203.0.113.7");
        byte[] within = new byte[bytes.length + 100];
        Arrays.fill(within, (byte) 0xff);
        System.arraycopy(bytes, 0, within, 50, bytes.length);

        assertThat(message.read(within, 50, bytes.length, bytes.length)).isEqualTo(Outcome.READ);
        assertThat(addresses()).containsExactly("203.0.113.7 300");
    }

    @Test
    void anyBytesAreAMessageOrMalformed() {
        qt().withExamples(200_000)
                .withFixedSeed(42)
                .forAll(longs().all(), integers().between(0, 600), integers().between(0, 600))
                .checkAssert((seed, captured, beyond) -> {
                    byte[] bytes = new byte[captured];
                    new Random(seed).nextBytes(bytes);

                    assertSound(bytes, captured + beyond);
                });
    }

    @Test
    void anyByteChangedInAMessageGivesAMessageOrMalformed() {
        byte[] bytes = DnsBytes.answer(5, 0, "www.example.com", "203.0.113.7", "203.0.113.8");
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = bytes.clone();
                changed[at] = (byte) value;

                assertSound(changed, changed.length);
                assertSound(changed, changed.length + 1);
            }
        }
    }

    private void assertSound(byte[] bytes, int length) {
        Outcome outcome = message.read(bytes, 0, bytes.length, length);

        assertThat(outcome).isNotNull();
        if (outcome == Outcome.READ) {
            assertThat(message.name().bytes()).isBetween(0, 253);
            assertThat(message.addresses()).isBetween(0, 64);
        }
    }
}
