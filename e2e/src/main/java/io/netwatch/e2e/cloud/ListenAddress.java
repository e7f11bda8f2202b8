package io.netwatch.e2e.cloud;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 127.0.0.1:7450}, {@code [::1]:7450}, {@code localhost:0}. */
final class ListenAddress {
    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private ListenAddress() {}

    /** @throws IllegalArgumentException with a sentence for a person */
    static InetSocketAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(3)) > MAX_PORT) {
            throw new IllegalArgumentException("--listen wants ADDRESS:PORT, as in 127.0.0.1:7450; got " + text);
        }
        String host = form.group(1) != null ? form.group(1) : form.group(2);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(form.group(3)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "--listen wants an address of this machine; " + host + " is not known", e);
        }
    }
}
