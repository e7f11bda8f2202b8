package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Address;
import org.junit.jupiter.api.Test;

class PodRangesTest {
    @Test
    void findsAddressesInRanges() {
        PodRanges ranges = new PodRanges();
        ranges.add("10.244.1.0/24");
        ranges.add("10.244.1.0/24");
        ranges.add("10.245.0.0/16");
        ranges.add("fd00:10:244:1::/64");
        ranges.add("no range");
        ranges.add("10.0.0.0/33");
        ranges.add("10.0.0.0/-1");
        ranges.remove("10.244.1.0/24");

        assertThat(contains(ranges, "10.244.1.255")).isTrue();
        assertThat(contains(ranges, "10.244.2.0")).isFalse();
        assertThat(contains(ranges, "10.245.77.1")).isTrue();
        assertThat(contains(ranges, "fd00:10:244:1::7")).isTrue();
        assertThat(contains(ranges, "fd00:10:244:2::7")).isFalse();
        ranges.remove("10.244.1.0/24");
        assertThat(contains(ranges, "10.244.1.255")).isFalse();
    }

    private static boolean contains(PodRanges ranges, String text) {
        Address address = Address.parse(text);
        return ranges.contains(address.high(), address.low());
    }
}
