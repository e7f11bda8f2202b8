package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConntrackTableTest {
    private static final String LINE =
            "ipv4     2 tcp      6 431999 ESTABLISHED src=10.244.1.5 dst=10.96.0.10 sport=43210"
                    + " dport=80 src=10.244.2.7 dst=10.244.1.5 sport=8080 dport=43210 [ASSURED] mark=0 zone=0 use=2";

    @TempDir
    Path folder;

    private long now;

    private static Endpoint endpoint(String text, int port) {
        Address address = Address.parse(text);
        return new Endpoint(address.high(), address.low(), port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ipv4     2 tcp      6 431999 ESTABLISHED src=10.244.1.5 dst=10.96.0.10 sport=43210 dport=80 src=10.244.2.7 dst=10.244.1.5 sport=8080 dport=43210 [ASSURED] mark=0 zone=0 use=2 | 10.244.1.5:43210 10.96.0.10:80 10.244.2.7:8080
        ipv4     2 tcp      6 119 SYN_SENT src=10.0.2.15 dst=10.96.0.1 sport=51000 dport=443 [UNREPLIED] src=192.168.0.1 dst=10.0.2.15 sport=6443 dport=51000 mark=0 secctx=system_u:object_r:unlabeled_t:s0 zone=0 use=2 | 10.0.2.15:51000 10.96.0.1:443 192.168.0.1:6443
        ipv4     2 tcp      6 86398 ESTABLISHED src=10.244.0.3 dst=10.96.0.1 sport=41874 dport=443 packets=53 bytes=6044 src=172.18.0.2 dst=172.18.0.2 sport=6443 dport=16374 packets=47 bytes=30104 [ASSURED] mark=0 zone=0 use=2 | 10.244.0.3:41874 10.96.0.1:443 172.18.0.2:6443
        ipv6     10 tcp      6 431998 ESTABLISHED src=fd00:0244:0000:0000:0000:0000:0000:0005 dst=fd00:0096:0000:0000:0000:0000:0000:0010 sport=43212 dport=80 src=fd00:0244:0000:0000:0000:0000:0000:0007 dst=fd00:0244:0000:0000:0000:0000:0000:0005 sport=8080 dport=43212 [ASSURED] mark=0 zone=0 use=2 | [fd00:244::5]:43212 [fd00:96::10]:80 [fd00:244::7]:8080
        ipv4     2 tcp      6 src=1.2.3.4 dst=5.6.7.8 sport=1 dport=2 src=5.6.7.8 dst=1.2.3.4 sport=2 dport=1 [HW_OFFLOAD] mark=0 zone=0 use=2 | 1.2.3.4:1 5.6.7.8:2 5.6.7.8:2""")
    void readsWhatTheKernelPrints(String line, String ends) {
        ConntrackLine parsed = ConntrackLine.parse(line);

        assertThat(parsed.client() + " " + parsed.service() + " " + parsed.answers())
                .isEqualTo(ends);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ipv4     2 udp      17 29 src=10.0.0.1 dst=10.0.0.2 sport=53 dport=53 src=10.0.0.2 dst=10.0.0.1 sport=53 dport=53",
                "ipv4     2 icmp     1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=1 src=10.0.0.2 dst=10.0.0.1 type=0",
                "ipv4     2 tcp      6 9 CLOSE src=10.0.0.1 dst=10.0.0.2 sport=53 dport=53 [UNREPLIED]",
                "ipv4     2 tcp      6 9 CLOSE src=x dst=10.0.0.2 sport=5 dport=5 src=10.0.0.2 dst=10.0.0.1 sport=5 dport=5",
                "ipv4     2 tcp      6 9 CLOSE src=1.1.1.1 dst=1.1.1.2 sport=70000 dport=5 src=1.1.1.2 dst=1.1.1.1 sport=5 dport=5"
            })
    void skipsWhatIsNoConnection(String line) {
        assertThat(ConntrackLine.parse(line)).isNull();
    }

    @Test
    void readsTheTableEveryTwoSecondsAtMost() throws IOException {
        Path file = folder.resolve("nf_conntrack");
        Files.writeString(file, "");
        ConntrackTable table = new ConntrackTable(file, () -> now);
        Endpoint client = endpoint("10.244.1.5", 43210);
        Endpoint service = endpoint("10.96.0.10", 80);
        assertThat(table.find(client, service)).isNull();

        Files.writeString(file, LINE + "\n");
        now += 1_900_000_000L;
        assertThat(table.find(client, service)).isNull();
        now += 200_000_000L;

        assertThat(table.find(client, service)).isEqualTo(endpoint("10.244.2.7", 8080));
        assertThat(table.how()).isEqualTo(file + ", read every 2 seconds at most");
    }

    @Test
    void saysWhenReadingFailed() {
        ConntrackTable table = new ConntrackTable(folder.resolve("none"), () -> now);
        table.find(endpoint("10.244.1.5", 1), endpoint("10.96.0.10", 80));

        assertThat(table.how()).contains("failed last");
    }

    @Test
    void saysWhyNothingIsKnown() {
        try (Translations none = new NoTranslations("netlink answers EPERM", Path.of("/proc/1/net/nf_conntrack"))) {
            assertThat(none.find(endpoint("10.244.1.5", 1), endpoint("10.96.0.10", 80)))
                    .isNull();
            assertThat(none.how())
                    .startsWith("Which pod answers for a Service is not known")
                    .contains("EPERM");
        }
    }

    @Test
    void anyAnswerOfNetlinkIsReadOrRefused() {
        Random random = new Random(11);
        byte[] request = ConntrackMessage.get(endpoint("10.244.1.5", 1), endpoint("10.96.0.10", 80), 1);
        for (int i = 0; i < 200_000; i++) {
            byte[] answer = i % 2 == 0 ? request.clone() : new byte[random.nextInt(200)];
            for (int change = random.nextInt(20); change >= 0 && answer.length > 0; change--) {
                answer[random.nextInt(answer.length)] = (byte) random.nextInt();
            }
            if (answer.length > 12) {
                answer[4] = 0;
                answer[5] = 1;
                answer[8] = 1;
                answer[9] = answer[10] = answer[11] = 0;
            }
            Endpoint source = ConntrackMessage.replySource(answer, 1);
            assertThat(source == null || source.port() <= 0xffff).isTrue();
            assertThatCode(() -> ConntrackMessage.error(answer)).doesNotThrowAnyException();
        }
    }
}
