package io.netwatch.agent.collect;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.Endpoint;
import java.nio.ByteBuffer;

/**
 * Somebody to probe.
 *
 * @param zone name of the interface of a link-local address; empty = none
 * @param scope its index; 0 = none
 */
record Target(Address address, String zone, int scope) {
    private static final int IPV4_BYTES = 4;

    Target(Address address) {
        this(address, "", 0);
    }

    boolean isIpv6() {
        return !Address.isIpv4(address.high(), address.low());
    }

    boolean isLoopback() {
        return Address.isLoopback(address.high(), address.low());
    }

    /** In network order: 4 or 16. */
    byte[] bytes() {
        return isIpv6()
                ? ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array()
                : ByteBuffer.allocate(IPV4_BYTES).putInt((int) address.low()).array();
    }

    /** {@code 10.0.0.1}, {@code 2001:db8::1} or {@code fe80::1%eth0}. */
    @Override
    public String toString() {
        String text = new Endpoint(address.high(), address.low(), 0).address();
        return zone.isEmpty() ? text : text + "%" + zone;
    }
}
