package io.netwatch.agent.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another machine's port: {@code netwatch-operator.netwatch.svc:7444}, {@code 10.0.0.7:7444} or {@code [fd00::7]:7444}.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(?:([a-zA-Z0-9][a-zA-Z0-9.-]{0,252})|\\[([0-9a-fA-F:.]+)\\]):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /** Throws {@link IllegalArgumentException}, with a sentence, for anything else. */
    public static HostPort parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(3)) < 1
                || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw new IllegalArgumentException("'" + text
                    + "' is no host with a port; write one like netwatch-operator.netwatch.svc:7444 or [fd00::7]:7444");
        }
        String name = matcher.group(1);
        return new HostPort(name == null ? matcher.group(2) : name, Integer.parseInt(matcher.group(3)));
    }

    /** As it is written: an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
