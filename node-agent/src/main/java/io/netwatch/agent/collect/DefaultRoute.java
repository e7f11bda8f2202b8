package io.netwatch.agent.collect;

import io.netwatch.agent.event.Address;

/**
 * A default route through a gateway.
 *
 * @param device name of its interface
 * @param metric the lowest is taken
 */
record DefaultRoute(Address gateway, String device, long metric) {
    // include/uapi/linux/route.h
    private static final int RTF_UP = 1;
    private static final int RTF_GATEWAY = 2;
    private static final int RTF_REJECT = 0x200;

    private static final long MAPPED = 0xffffL << 32; // RFC 4291, 2.5.5.2
    private static final String ZEROS = "0".repeat(32);
    private static final long LINK_LOCAL = 0xfe80L >>> 6; // the first 10 bits, RFC 4291, 2.5.6

    /**
     * A line of /proc/net/route: interface destination gateway flags refcnt use metric mask ..., addresses as numbers of a
     * little-endian machine. Null when it is of no such route.
     */
    static DefaultRoute ofIpv4(String line) {
        String[] fields = ProcText.fields(line);
        if (fields.length < 8 || hex(fields[1]) != 0 || hex(fields[7]) != 0 || !hasGateway(fields[3])) {
            return null;
        }
        long gateway = hex(fields[2]);
        long metric = ProcText.number(fields[6]);
        long address = MAPPED | Integer.toUnsignedLong(Integer.reverseBytes((int) gateway));
        return gateway <= 0 || metric < 0 ? null : new DefaultRoute(new Address(0, address), fields[0], metric);
    }

    /** A line of /proc/net/ipv6_route: destination length source length gateway metric refcnt use flags interface, in hexadecimal. */
    static DefaultRoute ofIpv6(String line) {
        String[] fields = ProcText.fields(line);
        if (fields.length != 10 || !fields[0].equals(ZEROS) || hex(fields[1]) != 0 || hex(fields[3]) != 0) {
            return null;
        }
        long metric = hex(fields[5]);
        boolean isAddress = fields[4].length() == ZEROS.length();
        Address gateway = isAddress ? Address.parse(fields[4].replaceAll("(.{4})(?!$)", "$1:")) : null;
        return gateway == null || metric < 0 || !hasGateway(fields[8])
                ? null
                : new DefaultRoute(gateway, fields[9], metric);
    }

    /** Whether its address means something on its interface only. */
    boolean isLinkLocal() {
        return gateway.high() >>> 54 == LINK_LOCAL;
    }

    /** Up to 32 bits; -1 when it is none. */
    static long hex(String digits) {
        return digits.matches("[0-9a-fA-F]{1,8}") ? Long.parseLong(digits, 16) : -1;
    }

    private static boolean hasGateway(String flags) {
        long bits = hex(flags);
        return bits > 0 && (bits & RTF_UP) != 0 && (bits & RTF_GATEWAY) != 0 && (bits & RTF_REJECT) == 0;
    }
}
