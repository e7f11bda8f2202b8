package io.netwatch.api.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An address block in CIDR notation (RFC 4632 and RFC 4291, 2.3). */
final class Cidr {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private Cidr() {}

    /** Whether the text is one, as the API server's {@code isCIDR} sees it. Never resolves a name. */
    static boolean isValid(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            return false;
        }
        String address = text.substring(0, slash);
        int length = Integer.parseInt(text.substring(slash + 1));
        if (IPV4.matcher(address).matches()) {
            return length <= IPV4_BITS && isAddress(address);
        }
        return IPV6.matcher(address).matches() && length <= IPV6_BITS && isAddress(address);
    }

    private static boolean isAddress(String literal) {
        try {
            return InetAddress.getByName(literal).getHostAddress() != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
