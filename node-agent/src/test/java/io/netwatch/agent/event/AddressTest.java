package io.netwatch.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.244.1.5, 10.244.1.5",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "2001:db8::1, 2001:db8::1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "fe80::1:2:3:4, fe80::1:2:3:4",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:10.0.0.1, 10.0.0.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221"
    })
    void readsWhatTheApiServerWrites(String text, String canonical) {
        Address address = Address.parse(text);

        assertThat(new Endpoint(address.high(), address.low(), 0).address()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "10.0.0",
                "10.0.0.0.1",
                "256.0.0.1",
                "10.0.0.x",
                "10.0.0.-1",
                "1000.0.0.1",
                ":",
                "1",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7::8",
                "::10.0.0",
                "fe80::1%eth0",
                "١.0.0.1"
            })
    void refusesWhatIsNone(String text) {
        assertThat(Address.parse(text)).isNull();
    }

    @Test
    void readsWhatEndpointsWrite() throws UnknownHostException {
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            long mask = random.nextLong() & random.nextInt(); // zeros in a row
            long high = random.nextInt(3) == 0 ? 0 : random.nextLong() & mask;
            long low = random.nextLong() & mask;
            String text = new Endpoint(high, low, 0).address();

            assertThat(Address.parse(text)).as(text).isEqualTo(new Address(high, low));
            assertThat(InetAddress.getByName(text)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, false",
        "172.16.0.1, false",
        "172.32.0.1, true",
        "192.168.9.9, false",
        "100.64.0.1, false",
        "100.128.0.1, true",
        "169.254.169.254, false",
        "198.18.0.1, false",
        "224.0.0.1, false",
        "8.8.8.8, true",
        "2600::1, false"
    })
    void knowsAddressesOfTheInternet(String text, boolean isPublic) {
        Address address = Address.parse(text);

        assertThat(Address.isPublicIpv4(address.high(), address.low())).isEqualTo(isPublic);
    }
}
