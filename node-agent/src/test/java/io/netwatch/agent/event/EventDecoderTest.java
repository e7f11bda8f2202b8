package io.netwatch.agent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;

import io.netwatch.agent.libbpf.NativeMemory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
    private static final int MEMORY = 4096;

    private final long memory = NativeMemory.allocate(MEMORY);
    private final Recorder recorder = new Recorder();
    private final EventDecoder decoder = new EventDecoder(recorder);

    @AfterEach
    void free() {
        NativeMemory.free(memory);
    }

    @Test
    void readsEachFieldOfAConnection() {
        put(
                "01 01 01 03 6f00 0200" // CONNECT_V4, ESTABLISHED, outbound, preexisting | mapped, ECONNREFUSED,
                        // AF_INET
                        + "d2b7 5000 c70000f0" // sport 47058, dport 80, netns 4026532039
                        + "0100000000000000 0200000000000000 0300000000000000 0400000000000000" // time, id, opened,
                        // cgroup
                        + "0a000000 0b000000 0c000000 0d000000" // tgid, pid, uid, rtt
                        + "0500000000000000 0600000000000000 0700000000000000" // rx, tx, retransmits
                        + "6375726c000000000000000000000000" // "curl"
                        + "00000000000000000000ffff0a000001" // 10.0.0.1
                        + "00000000000000000000ffff0a000002"); // 10.0.0.2

        decoder.decode(memory, ConnectionEvent.BYTES);

        assertThat(recorder.connections)
                .containsExactly("CONNECT_V4 ESTABLISHED OUTBOUND flags=3 error=111 family=2 10.0.0.1:47058 10.0.0.2:80"
                        + " netns=4026532039 time=1 id=2 opened=3 cgroup=4 tgid=10 pid=11 uid=12 rtt=13 rx=5 tx=6"
                        + " retransmits=7 comm=curl");
    }

    @Test
    void readsCgroupNamesFromLeafToRoot() {
        put("06 02 0c00 00000000 0100000000000000 0900000000000000"
                + HexFormat.of().formatHex("leaf\0parent\0".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        decoder.decode(memory, 24 + 12);

        assertThat(recorder.cgroups).containsExactly("9 /parent/leaf");
    }

    @Test
    void readsEachFieldOfADnsMessage() {
        put(
                "08 11 02 00 0400 0200" // DNS, UDP, inbound, 4 bytes, AF_INET
                        + "d2b7 3500 0c000000" // sport 47058, dport 53, 12 bytes of payload
                        + "0100000000000000 0400000000000000 ffffffff 00000000" // time, cgroup, sequence
                        + "00000000000000000000ffff0a000001" // 10.0.0.1
                        + "00000000000000000000ffff0a000002" // 10.0.0.2
                        + "1a2b8180");

        decoder.decode(memory, 256);

        assertThat(recorder.dns)
                .containsExactly("UDP INBOUND family=2 10.0.0.1:47058 10.0.0.2:53 time=1 cgroup=4 sequence=-1 length=12"
                        + " 1a2b8180");
        assertThat(decoder.dnsMessages()).isEqualTo(1);
        assertThat(decoder.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08 12 02 00 0400 0200 d2b7 3500 0c000000", // neither UDP nor TCP
                "08 11 00 00 0400 0200 d2b7 3500 0c000000", // neither sent nor received
                "08 11 02 00 0400 0300 d2b7 3500 0c000000", // neither IPv4 nor IPv6
                "08 11 02 00 b900 0200 d2b7 3500 ff000000", // more captured than the record holds
                "08 11 02 00 0400 0200 d2b7 3500 03000000" // more captured than there was
            })
    void countsADnsRecordThatContradictsItselfAsMalformed(String head) {
        put(head);

        decoder.decode(memory, DnsEvent.HEADER_BYTES + DnsEvent.MESSAGE_SMALL);

        assertThat(decoder.malformed()).isEqualTo(1);
        assertThat(recorder.dns).isEmpty();
    }

    @Test
    void countsARecordThatIsTooShortAsMalformed() {
        put("01 01 01 00 0000 0200");

        decoder.decode(memory, ConnectionEvent.BYTES - 1);

        assertThat(decoder.malformed()).isEqualTo(1);
        assertThat(recorder.connections).isEmpty();
    }

    @Test
    void countsCgroupNamesBeyondTheRecordAsMalformed() {
        put("06 02 ff00 00000000 0100000000000000 0900000000000000");

        decoder.decode(memory, 24 + 12);

        assertThat(decoder.malformed()).isEqualTo(1);
        assertThat(recorder.cgroups).isEmpty();
    }

    @Test
    void anyBytesGiveOneEventOrCountAsOneMalformedRecord() {
        qt().withExamples(20_000)
                .forAll(
                        integers().between(0, 1100),
                        integers().all(),
                        arbitrary().enumValues(FirstByte.class))
                .checkAssert((length, seed, first) -> {
                    byte[] bytes = new byte[MEMORY];
                    new Random(seed).nextBytes(bytes);
                    first.applyTo(bytes);
                    NativeMemory.putBytes(memory, bytes, 0, MEMORY);
                    int before = recorder.all() + (int) decoder.malformed();

                    decoder.decode(memory, length);

                    assertThat(recorder.all() + (int) decoder.malformed()).isEqualTo(before + 1);
                });
        assertThat(recorder.all()).as("some are events").isPositive();
        assertThat(decoder.malformed()).as("some are malformed").isPositive();
    }

    @Test
    void bytesLeftBehindWholeRecordsCountAsMalformed() {
        new ConnectionEventEncoder()
                .begin(memory, EventKind.OPEN, TcpState.LISTEN, Direction.UNKNOWN)
                .ends(new Endpoint(0, 1, 1), new Endpoint(0, 2, 2));

        decoder.decodeAll(memory, ConnectionEvent.BYTES + 5);

        assertThat(recorder.connections).hasSize(1);
        assertThat(decoder.malformed()).isEqualTo(1);
    }

    /** What the generated bytes begin with, so that many pass the first checks. */
    private enum FirstByte {
        ANY,
        CONNECTION,
        CGROUP,
        DNS;

        void applyTo(byte[] bytes) {
            if (this == CONNECTION) {
                bytes[ConnectionEvent.KIND] = (byte) (1 + Math.floorMod(bytes[0], 5));
                bytes[ConnectionEvent.STATE] = (byte) (1 + Math.floorMod(bytes[1], 12));
                bytes[ConnectionEvent.DIRECTION] = (byte) Math.floorMod(bytes[2], 3);
                bytes[ConnectionEvent.FAMILY] = 10;
                bytes[ConnectionEvent.FAMILY + 1] = 0;
            } else if (this == CGROUP) {
                bytes[0] = 6;
                bytes[CgroupEvent.LENGTH + 1] = (byte) (bytes[CgroupEvent.LENGTH + 1] & 3);
            } else if (this == DNS) {
                bytes[DnsEvent.KIND] = 8;
                bytes[DnsEvent.PROTOCOL] = (byte) (bytes[1] % 2 == 0 ? DnsEvent.TCP : DnsEvent.UDP);
                bytes[DnsEvent.DIRECTION] = (byte) (1 + Math.floorMod(bytes[2], 2));
                bytes[DnsEvent.CAPTURED + 1] = (byte) (bytes[DnsEvent.CAPTURED + 1] & 3);
                bytes[DnsEvent.FAMILY] = 2;
                bytes[DnsEvent.FAMILY + 1] = 0;
            }
        }
    }

    private void put(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        NativeMemory.putBytes(memory, bytes, 0, bytes.length);
    }

    /** Reads every field, so that a getter that fails on odd bytes shows. */
    private static final class Recorder implements EventHandler {
        final List<String> connections = new ArrayList<>();
        final List<String> cgroups = new ArrayList<>();

        final List<String> dns = new ArrayList<>();

        int all() {
            return connections.size() + cgroups.size() + dns.size();
        }

        @Override
        public void onConnection(ConnectionEvent e) {
            connections.add(e.kind() + " " + e.tcpState() + " " + e.direction() + " flags=" + e.flags() + " error="
                    + e.error() + " family=" + e.family() + " " + e.local() + " " + e.peer() + " netns=" + e.netns()
                    + " time=" + e.time() + " id=" + e.id() + " opened=" + e.opened() + " cgroup=" + e.cgroup()
                    + " tgid=" + e.tgid() + " pid=" + e.pid() + " uid=" + e.uid() + " rtt=" + e.rttMicros() + " rx="
                    + e.rxBytes() + " tx=" + e.txBytes() + " retransmits=" + e.retransmits() + " comm=" + e.comm());
        }

        @Override
        public void onDns(DnsEvent e) {
            byte[] message = new byte[e.captured()];
            int copied = e.copyMessage(message);
            dns.add((e.isTcp() ? "TCP" : "UDP") + " " + e.direction() + " family=" + e.family() + " " + e.local() + " "
                    + e.peer() + " time=" + e.time() + " cgroup=" + e.cgroup() + " sequence=" + e.sequence()
                    + " length="
                    + e.length() + " " + HexFormat.of().formatHex(message, 0, copied));
        }

        @Override
        public void onCgroup(CgroupEvent event) {
            cgroups.add(event.cgroup() + " " + event.path());
        }
    }
}
