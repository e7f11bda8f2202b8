package io.netwatch.agent.event;

import java.nio.charset.StandardCharsets;

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
        return isIpv4() ? ipv4(false) : ipv6();
    }

    /** {@code 10.0.0.1:443} or {@code [2001:db8::1]:443}. */
    @Override
    public String toString() {
        return isIpv4() ? ipv4(true) : "[" + address() + "]:" + port;
    }

    private String ipv4(boolean withPort) {
        byte[] text = new byte["255.255.255.255:65535".length()];
        int length = 0;
        for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
            length = put(text, length, (int) (low >>> shift) & 0xff);
            text[length++] = (byte) (shift > 0 ? '.' : ':');
        }
        length = withPort ? put(text, length, port) : length - 1;
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Returns where the number ends. */
    private static int put(byte[] text, int from, int number) {
        int end = from;
        int rest = number;
        do {
            end++;
            rest /= 10;
        } while (rest > 0);
        rest = number;
        for (int i = end - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
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
