package io.netwatch.agent.event;

/**
 * An address and a port. The address is 128 bits in network order, most significant first; IPv4 is IPv4-mapped IPv6
 * (RFC 4291, 2.5.5.2). The port is 0 to 65535; 0 = none.
 */
public record Endpoint(long high, long low, int port) {
    private static final long MAPPED = 0xffffL << 32;
    private static final long MAPPED_MASK = 0xffffffffL << 32;

    public boolean isIpv4() {
        return high == 0 && (low & MAPPED_MASK) == MAPPED;
    }

    /** Neither address nor port is known. */
    public boolean isUnset() {
        return (isIpv4() ? (low & ~MAPPED_MASK) == 0 : high == 0 && low == 0) && port == 0;
    }

    /** {@code 10.0.0.1}, or IPv6 in the form of RFC 5952 without brackets. */
    public String address() {
        if (isIpv4()) {
            int v4 = (int) low;
            return (v4 >>> 24) + "." + ((v4 >>> 16) & 0xff) + "." + ((v4 >>> 8) & 0xff) + "." + (v4 & 0xff);
        }
        return ipv6();
    }

    /** {@code 10.0.0.1:443} or {@code [2001:db8::1]:443}. */
    @Override
    public String toString() {
        return isIpv4() ? address() + ":" + port : "[" + address() + "]:" + port;
    }

    private String ipv6() {
        int from = -1;
        int to = -1;
        // the first longest run of two or more groups of zero is written "::"
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(end) == 0) {
                end++;
            }
            if (end - i >= 2 && end - i > to - from) {
                from = i;
                to = end;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i = to - 1;
                continue;
            }
            if (i > 0 && i != to) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }
}
