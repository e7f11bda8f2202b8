package io.netwatch.agent.event;

/**
 * An IP address as in {@code Endpoint}: 128 bits in network order, IPv4 mapped into IPv6.
 *
 * @param high the first 64 bits
 * @param low the others
 */
public record Address(long high, long low) {
    private static final long MAPPED = 0xffffL << 32;
    private static final int GROUPS = 8;

    /** Reads {@code 10.0.0.1} or {@code 2001:db8::1}; null when it is neither. */
    public static Address parse(String text) {
        if (text.indexOf(':') < 0) {
            long v4 = v4(text);
            return v4 < 0 ? null : new Address(0, MAPPED | v4);
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return of(groups(text, GROUPS), GROUPS);
        }
        int[] head = groups(text.substring(0, gap), GROUPS - 1);
        int[] tail = groups(text.substring(gap + 2), GROUPS - 1);
        if (head == null || tail == null || head.length + tail.length >= GROUPS) {
            return null;
        }
        int[] all = new int[GROUPS];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, GROUPS - tail.length, tail.length);
        return of(all, GROUPS);
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED >>> 32;
    }

    public static boolean isLoopback(long high, long low) {
        return isIpv4(high, low) ? (low >>> 24 & 0xff) == 127 : high == 0 && low == 1;
    }

    public static boolean isUnspecified(long high, long low) {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /** Whether it is an IPv4 address that is routed in the internet (IANA's special-purpose registry names those that are not). */
    public static boolean isPublicIpv4(long high, long low) {
        int a = (int) (low >>> 24) & 0xff;
        int b = (int) (low >>> 16) & 0xff;
        boolean isSpecial = a == 0
                || a == 10
                || a == 127
                || a >= 224
                || (a == 100 && b >>> 6 == 1)
                || (a == 169 && b == 254)
                || (a == 172 && b >>> 4 == 1)
                || (a == 192 && b == 168)
                || (a == 198 && b >>> 1 == 9);
        return isIpv4(high, low) && !isSpecial;
    }

    /** The first half without the bits after the first {@code bits} of 128. */
    public static long maskedHigh(long high, int bits) {
        return bits == 0 ? 0 : high & (-1L << Math.max(0, 64 - bits));
    }

    /** The other half without them. */
    public static long maskedLow(long low, int bits) {
        return bits <= 64 ? 0 : low & (-1L << (128 - bits));
    }

    private static Address of(int[] groups, int length) {
        if (groups == null || groups.length != length) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + GROUPS / 2];
        }
        return new Address(high, low);
    }

    /** Null when one is none; an IPv4 address at the end counts as two. */
    private static int[] groups(String text, int max) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        boolean endsInV4 = parts[parts.length - 1].indexOf('.') >= 0;
        int[] groups = new int[parts.length + (endsInV4 ? 1 : 0)];
        for (int i = 0; i < parts.length - (endsInV4 ? 1 : 0); i++) {
            groups[i] = number(parts[i], 16, 4, 0xffff);
        }
        if (endsInV4) {
            long v4 = v4(parts[parts.length - 1]);
            groups[groups.length - 2] = v4 < 0 ? -1 : (int) (v4 >>> 16);
            groups[groups.length - 1] = (int) v4 & 0xffff;
        }
        for (int group : groups) {
            if (group < 0) {
                return null;
            }
        }
        return groups.length > max ? null : groups;
    }

    private static long v4(String text) {
        String[] parts = text.split("\\.", -1);
        long address = 0;
        for (String part : parts) {
            int octet = number(part, 10, 3, 255);
            if (octet < 0 || parts.length != 4) {
                return -1;
            }
            address = address << 8 | octet;
        }
        return address;
    }

    private static int number(String text, int radix, int digits, int max) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0 || text.charAt(i) > 'f') {
                return -1;
            }
            value = value * radix + digit;
        }
        return text.isEmpty() || text.length() > digits || value > max ? -1 : value;
    }
}
