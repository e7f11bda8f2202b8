package io.netwatch.agent.collect;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.Endpoint;

/**
 * An end of a socket as a tool prints it.
 *
 * @param address null = any
 * @param zone name of the interface it is bound to, or of a link-local address; empty = none
 * @param port -1 = any
 */
record SocketName(Address address, String zone, int port) {
    private static final int ANY_PORT = -1;
    private static final int MAX_PORT = 65_535;
    private static final String ANY = "*";

    /**
     * Reads {@code 10.0.0.1:443}, {@code [::1]:443}, {@code [fe80::1]%eth0:443}, {@code [fe80::1%eth0]:443}, {@code *:80} or
     * {@code *:*}; null when it is none of these.
     */
    static SocketName parse(String text) {
        return parse(text, text.lastIndexOf(':'));
    }

    /** As {@link #parse(String)}, with a dot before the port: {@code fe80::1%en0.443}, as nettop writes IPv6. */
    static SocketName parseDotted(String text) {
        return parse(text, text.lastIndexOf('.'));
    }

    private static SocketName parse(String text, int separator) {
        if (separator <= 0) {
            return null;
        }
        String host = text.substring(0, separator).replace("[", "").replace("]", "");
        String digits = text.substring(separator + 1);
        int percent = host.indexOf('%');
        String zone = percent < 0 ? "" : host.substring(percent + 1);
        String number = percent < 0 ? host : host.substring(0, percent);
        Address address = number.equals(ANY) ? null : Address.parse(number);
        long port = digits.equals(ANY) ? ANY_PORT : ProcText.number(digits);
        boolean isPort = digits.equals(ANY) || (port >= 0 && port <= MAX_PORT);
        boolean isAddress = number.equals(ANY) || address != null;
        return isAddress && isPort ? new SocketName(address, zone, (int) port) : null;
    }

    /** Whether a socket can be connected to it: neither address nor port is any. */
    boolean isPeer() {
        return address != null && port > 0;
    }

    /** As on the wire: IPv4 without its mapping into IPv6, IPv6 in brackets with its zone. */
    @Override
    public String toString() {
        if (address == null || port == ANY_PORT) {
            return host() + ":" + (port == ANY_PORT ? ANY : port);
        }
        Endpoint endpoint = new Endpoint(address.high(), address.low(), port);
        if (zone.isEmpty()) {
            return endpoint.toString();
        }
        String host = endpoint.address() + "%" + zone;
        return endpoint.isIpv4() ? host + ":" + port : "[" + host + "]:" + port;
    }

    private String host() {
        return address == null ? ANY : new Endpoint(address.high(), address.low(), 0).address();
    }
}
