package io.netwatch.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Direction;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | 1     | true",
                "{include: [{port: 80}]}                                   | 80    | true",
                "{include: [{port: 80}]}                                   | 81    | false",
                "{include: [{port: 80}, {port: 8000, endPort: 8999}]}      | 8999  | true",
                "{include: [{port: 8000, endPort: 8999}]}                  | 9000  | false",
                "{include: [{port: 8000, endPort: 8999}], exclude: [{port: 8080}]} | 8080 | false",
                "{exclude: [{port: 1, endPort: 65535}]}                    | 65535 | false",
            })
    void selectsPorts(String ports, int port, boolean wanted) {
        Terms terms = terms("{ports: " + ports + "}");

        assertThat(terms.want(Direction.OUTBOUND, port, 0, 1)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                           | 10.1.2.3     | true",
                "{include: [10.0.0.0/8]}                      | 10.255.0.1   | true",
                "{include: [10.0.0.0/8]}                      | 11.0.0.1     | false",
                "{include: [10.0.0.0/8], exclude: [10.1.0.0/16]} | 10.1.0.1  | false",
                "{include: [10.1.2.3/32]}                     | 10.1.2.3     | true",
                "{include: [10.1.2.3/32]}                     | 10.1.2.2     | false",
                "{include: [0.0.0.0/0]}                       | 10.1.2.3     | true",
                "{include: [0.0.0.0/0]}                       | fd00::1      | false",
                "{include: ['::/0']}                          | 10.1.2.3     | true",
                "{include: ['fd00::/8']}                      | fdff::1      | true",
                "{include: ['fd00::/8']}                      | fe00::1      | false",
                "{include: ['fd00::1/128']}                   | fd00::1      | true",
                "{include: ['fd00::1/128']}                   | fd00::2      | false",
                "{include: ['fd00:0:0:1::/64']}               | fd00:0:0:1::9 | true",
                "{include: ['fd00:0:0:1::/65']}               | fd00:0:0:1:8000::9 | false",
                "{include: ['::ffff:10.0.0.0/104']}           | 10.9.9.9     | true",
                "{include: ['::ffff:10.0.0.0/104']}           | 11.9.9.9     | false",
                "{exclude: [127.0.0.0/8, '::1/128']}          | 127.0.0.1    | false",
            })
    void selectsPeers(String cidrs, String peer, boolean wanted) throws Exception {
        Terms terms = terms("{cidrs: " + cidrs + "}");
        byte[] address = InetAddress.getByName(peer).getAddress();
        ByteBuffer v6 = ByteBuffer.wrap(address);
        long high = address.length == 4 ? 0 : v6.getLong();
        long low = address.length == 4 ? 0xffffL << 32 | (v6.getInt() & 0xffffffffL) : v6.getLong();

        assertThat(terms.want(Direction.INBOUND, 80, high, low)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[Outbound]          | true  | false | false",
                "[Inbound]           | false | true  | false",
                "[Inbound, Outbound] | true  | true  | true",
            })
    void selectsDirections(String directions, boolean outbound, boolean inbound, boolean unknown) {
        Terms terms = terms("{directions: " + directions + "}");

        assertThat(terms.want(Direction.OUTBOUND, 80, 0, 1)).isEqualTo(outbound);
        assertThat(terms.want(Direction.INBOUND, 80, 0, 1)).isEqualTo(inbound);
        assertThat(terms.want(Direction.UNKNOWN, 80, 0, 1)).isEqualTo(unknown);
    }

    @Test
    void keepsAsManyConnectionsAsTheBudgetHasRoomFor() {
        assertThat(terms("{}").connections()).isEqualTo(65_536);
        assertThat(terms("{limits: {connections: 9}}").connections()).isEqualTo(9);
        assertThat(terms("{limits: {connections: 8192}, budget: {memory: 4Mi}}").connections())
                .isEqualTo(8192);
    }

    @Test
    void readsItsBudget() {
        assertThat(terms("{}").cores()).isZero();
        assertThat(terms("{budget: {cpu: 250m}}").cores()).isEqualTo(0.25);
    }

    private static Terms terms(String spec) {
        return Terms.of(Policies.in("shop", "p", spec), 65_536);
    }
}
