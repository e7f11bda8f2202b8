package io.netwatch.agent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of this machine and a port: {@code 10.0.0.7:7443} or {@code [fd00::7]:7443}. As the port always is there, what
 * stands before the last colon is the address, so that a pod's IP needs no brackets put around it.
 *
 * @param address never resolved from a name
 * @param port 0 takes any free one
 */
public record ListenAddress(InetAddress address, int port) {
    private static final Pattern TEXT = Pattern.compile("\\[?([0-9a-fA-F:.]+?)\\]?:([0-9]{1,5})");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?=.)|$)){4}");
    private static final int MAX_PORT = 65_535;

    /** Throws {@link IllegalArgumentException}, with a sentence, for anything else. */
    public static ListenAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            throw wrong(text);
        }
        String host = matcher.group(1);
        if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
            throw wrong(text);
        }
        try {
            return new ListenAddress(InetAddress.getByName(host), Integer.parseInt(matcher.group(2)));
        } catch (UnknownHostException e) {
            throw wrong(text);
        }
    }

    /** With this port instead. */
    public ListenAddress withPort(int other) {
        return new ListenAddress(address, other);
    }

    /** As it is written: an IPv6 address in brackets. */
    @Override
    public String toString() {
        String host = address.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no address with a port; write one like 10.0.0.7:7443 or [fd00::7]:7443");
    }
}
