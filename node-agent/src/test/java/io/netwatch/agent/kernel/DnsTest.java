package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Seen;
import io.netwatch.agent.testbed.SeenDns;
import io.netwatch.agent.testbed.Traffic;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DNS between two processes of a machine, each in a cgroup of its own, as the running kernel tells of it. */
@RequiresKernelEvents
class DnsTest {
    /** What is www.example.com's address? Number 0x1a2b, recursion desired: RFC 1035, 4.1. */
    private static final String QUESTION =
            "1a2b01000001000000000000" + "03777777076578616d706c6503636f6d00" + "00010001";

    /** 192.0.2.7, for 60 seconds. */
    private static final String ANSWER = "1a2b81800001000100000000" + "03777777076578616d706c6503636f6d00" + "00010001"
            + "c00c000100010000003c0004c0000207";

    private Namespace namespace;
    private Cgroup clientGroup;
    private Cgroup serverGroup;
    private Traffic client;
    private Traffic server;
    private LiveSource live;

    @BeforeEach
    void start() throws Exception {
        namespace = Namespace.create();
        clientGroup = Cgroup.create();
        serverGroup = Cgroup.create();
        client = Traffic.start(namespace, clientGroup);
        server = Traffic.start(namespace, serverGroup);
        live = LiveSource.open();
        live.source().watchDns(true);
    }

    @AfterEach
    void stop() {
        live.close();
        client.close();
        server.close();
        clientGroup.close();
        serverGroup.close();
        namespace.close();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 2, 127.0.0.1", "::1, 10, ::1", "::ffff:127.0.0.1, 2, 127.0.0.1"})
    void tellsAQuestionAndItsAnswerOverUdp(String address, int family, String spoken) {
        server.ask("bind :: 53");
        int port = client.askNumber("dial " + address + " 53");
        client.ask("write client " + QUESTION);
        assertThat(server.ask("answer " + ANSWER)).isEqualTo("answered " + QUESTION);
        assertThat(client.ask("read client")).isEqualTo("read " + ANSWER);

        List<SeenDns> told = live.awaitDns(2, clientGroup);

        assertThat(told).extracting(SeenDns::direction).containsExactly(Direction.OUTBOUND, Direction.INBOUND);
        assertThat(told).extracting(SeenDns::message).containsExactly(QUESTION, ANSWER);
        assertThat(told).allSatisfy(e -> {
            assertThat(e.tcp()).isFalse();
            assertThat(e.family()).isEqualTo(family);
            assertThat(e.local().address()).isEqualTo(spoken);
            assertThat(e.local().port()).isEqualTo(port);
            assertThat(e.peer().address()).isEqualTo(spoken);
            assertThat(e.peer().port()).isEqualTo(53);
            assertThat(e.length()).isEqualTo(e.message().length() / 2);
            assertThat(e.sequence()).isZero();
        });
        assertThat(told.get(1).time()).isGreaterThan(told.get(0).time());
        assertThat(live.dns(e -> e.cgroup() == serverGroup.id()))
                .as("the server's side is not told")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.2, 2", "::1, ::1, 10"})
    void tellsBothEndsOfASocketThatIsNotConnected(String from, String to, int family) {
        server.ask("bind " + to + " 53");
        int port = client.askNumber("open " + from);
        client.ask("throw " + to + " 53 " + QUESTION);
        server.ask("answer " + ANSWER);
        client.ask("read client");

        assertThat(live.awaitDns(2, clientGroup)).allSatisfy(e -> {
            assertThat(e.family()).isEqualTo(family);
            assertThat(e.local().address()).isEqualTo(from);
            assertThat(e.local().port()).isEqualTo(port);
            assertThat(e.peer().address()).isEqualTo(to);
            assertThat(e.peer().port()).isEqualTo(53);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void tellsSegmentsWithTheirSequenceOverTcp(String address) {
        String question = "%04x".formatted(QUESTION.length() / 2) + QUESTION;
        String answer = "%04x".formatted(ANSWER.length() / 2) + ANSWER;
        server.ask("listen " + address + " 53");
        int port = client.askNumber("connect " + address + " 53");
        server.ask("accept");
        client.ask("write client " + question.substring(0, 10));
        client.ask("write client " + question.substring(10));
        server.ask("receive server " + question.length() / 2);
        server.ask("write server " + answer);
        client.ask("receive client " + answer.length() / 2);
        client.ask("close client");
        server.ask("close server");

        List<SeenDns> told = live.awaitDns(3, clientGroup);

        assertThat(told)
                .as("segments without payload are not told")
                .extracting(SeenDns::message)
                .containsExactly(question.substring(0, 10), question.substring(10), answer);
        assertThat(told.get(1).sequence() - told.get(0).sequence()).isEqualTo(5);
        assertThat(told.get(2).sequence()).isNotZero();
        assertThat(told).allSatisfy(e -> {
            assertThat(e.tcp()).isTrue();
            assertThat(e.local().address()).isEqualTo(address);
            assertThat(e.local().port()).isEqualTo(port);
            assertThat(e.peer().address()).isEqualTo(address);
            assertThat(e.peer().port()).isEqualTo(53);
        });
        assertThat(live.dns(e -> e.cgroup() == serverGroup.id())).isEmpty();
    }

    @Test
    void anAnswerIsToldAheadOfTheConnectionThatItIsFor() {
        server.ask("bind 127.0.0.1 53");
        int port = server.askNumber("listen 127.0.0.1");
        client.ask("dial 127.0.0.1 53");
        client.ask("write client " + QUESTION);
        server.ask("answer " + ANSWER);
        client.ask("read client");
        client.ask("connect 127.0.0.1 " + port);

        Seen connect = live.await(EventKind.CONNECT_V4, client.pid());

        assertThat(live.dns(e -> e.cgroup() == clientGroup.id() && e.direction() == Direction.INBOUND))
                .singleElement()
                .satisfies(answer -> assertThat(answer.time()).isLessThan(connect.time()));
    }

    @Test
    void namesACgroupThatNeverConnected() {
        server.ask("bind 127.0.0.1 53");
        client.ask("dial 127.0.0.1 53");
        client.ask("write client " + QUESTION);

        live.awaitDns(1, clientGroup);

        assertThat(live.cgroupPath(clientGroup.id())).isEqualTo(clientGroup.path());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 12, 183, 184, 185, 512, 1231, 1232, 1233, 4097, 65_507})
    void capturesMessagesOfAnyLengthUpToItsMost(int length) {
        String message = bytes(length);
        server.ask("bind 127.0.0.1 53");
        client.ask("dial 127.0.0.1 53");
        client.ask("write client " + message);

        SeenDns told = live.awaitDns(1, clientGroup).get(0);

        assertThat(told.length()).isEqualTo(length);
        assertThat(told.message()).isEqualTo(bytes(Math.min(length, DnsEvent.MESSAGE_MAX)));
        assertThat(live.source().counts().malformed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10.79.0.1/24, 10.79.0.9/24, 10.79.0.9", "fd79::1/64, fd79::9/64, fd79::9"})
    void capturesADatagramThatTravelsInFragments(String here, String there, String address) throws Exception {
        try (Namespace other = Namespace.create()) {
            namespace.connect(other, here, there);
            try (Traffic remote = Traffic.start(other, serverGroup)) {
                remote.ask("bind " + address + " 53");
                client.ask("dial " + address + " 53");
                client.ask("write client " + bytes(4000));
                remote.ask("answer " + bytes(5000));
                assertThat(client.ask("read client")).isEqualTo("read " + bytes(5000));

                List<SeenDns> told = live.awaitDns(2, clientGroup);

                assertThat(told).extracting(SeenDns::length).containsExactly(4000, 5000);
                assertThat(told).allMatch(e -> e.message().equals(bytes(DnsEvent.MESSAGE_MAX)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"54", "59", "54 59"})
    void findsTheMessageBehindExtensionHeaders(String headers) {
        server.ask("bind ::1 53");
        client.ask("open ::1");
        for (String header : headers.split(" ", -1)) {
            client.ask("option " + header + " 0000010400000000"); // a PadN of 6 bytes
        }
        client.ask("throw ::1 53 " + QUESTION);
        assertThat(server.ask("answer " + ANSWER)).isEqualTo("answered " + QUESTION);

        assertThat(live.awaitDns(2, clientGroup)).extracting(SeenDns::message).containsExactly(QUESTION, ANSWER);
    }

    @Test
    void aDatagramWithoutPayloadIsNoMessage() {
        server.ask("bind 127.0.0.1 53");
        client.ask("dial 127.0.0.1 53");
        client.ask("write client");
        client.ask("write client " + QUESTION);

        assertThat(live.awaitDns(1, clientGroup)).extracting(SeenDns::message).containsExactly(QUESTION);
    }

    @Test
    void otherPortsAreNotTold() {
        server.ask("bind 127.0.0.1 5353");
        client.ask("dial 127.0.0.1 5353");
        client.ask("write client " + QUESTION);
        assertThat(server.ask("answer " + ANSWER)).isEqualTo("answered " + QUESTION);
        client.ask("read client");
        client.makePairs("127.0.0.1", 3);

        assertThat(live.dns(e -> true))
                .noneMatch(e -> e.cgroup() == clientGroup.id() || e.cgroup() == serverGroup.id());
    }

    @Test
    void copiesForARawSocketAreNotTold() {
        server.ask("bind 127.0.0.1 53");
        client.ask("raw 127.0.0.1");
        client.ask("dial 127.0.0.1 53");
        client.ask("write client " + QUESTION);
        server.ask("answer " + ANSWER);
        client.ask("read client");
        client.ask("read raw");

        assertThat(live.awaitDns(2, clientGroup)).extracting(SeenDns::message).containsExactly(QUESTION, ANSWER);
    }

    @Test
    void namesTheServerThatWasAskedWhereThePacketIsRewritten() {
        // as a Service's address is on its node, and a proxy's beside a pod
        namespace.run(
                "nft",
                "add table ip t; add chain ip t out { type nat hook output priority -100; };"
                        + " add rule ip t out ip daddr 10.96.0.10 udp dport 53 dnat to 127.0.0.1:5353");
        namespace.run("ip", "route", "add", "10.96.0.10", "dev", "lo", "src", "127.0.0.1");
        server.ask("bind 127.0.0.1 5353");
        client.ask("dial 10.96.0.10 53");
        client.ask("write client " + QUESTION);
        assertThat(server.ask("answer " + ANSWER)).isEqualTo("answered " + QUESTION);
        client.ask("read client");

        List<SeenDns> told = live.awaitDns(2, clientGroup);

        assertThat(told).extracting(SeenDns::message).containsExactly(QUESTION, ANSWER);
        assertThat(told).extracting(e -> e.peer().toString()).containsOnly("10.96.0.10:53");
        assertThat(told).extracting(SeenDns::family).containsOnly(ConnectionEvent.AF_INET);
    }

    @Test
    void anIgnoredCgroupIsNotTold() throws Exception {
        live.source().maps().setVerdict(clientGroup.id(), Verdict.IGNORE);
        server.ask("bind 127.0.0.1 53");
        client.ask("dial 127.0.0.1 53");
        client.ask("write client " + QUESTION);
        server.ask("answer " + ANSWER);
        client.ask("read client");
        live.source().maps().removeVerdict(clientGroup.id());
        client.ask("write client " + QUESTION + "00");

        assertThat(live.awaitDns(1, clientGroup)).extracting(SeenDns::message).containsExactly(QUESTION + "00");
    }

    @Test
    void withCgroupsOfV1OnlyTheAddressTellsWhoseItIs() throws Exception {
        try (LiveSource v1 = LiveSource.openV1()) {
            v1.source().watchDns(true);
            server.ask("bind 127.0.0.1 53");
            int port = client.askNumber("dial 127.0.0.1 53");
            client.ask("write client " + QUESTION);
            live.awaitDns(1, clientGroup);

            assertThat(v1.dns(e -> e.local().port() == port)).singleElement().satisfies(e -> {
                assertThat(e.cgroup()).isZero();
                assertThat(e.local()).hasToString("127.0.0.1:" + port);
                assertThat(e.message()).isEqualTo(QUESTION);
            });
        }
    }

    private static String bytes(int length) {
        StringBuilder hex = new StringBuilder(2 * length);
        for (int i = 0; i < length; i++) {
            hex.append("%02x".formatted(i * 7 & 0xff));
        }
        return hex.toString();
    }
}
