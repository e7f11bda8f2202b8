package io.netwatch.agent.collect;

import io.netwatch.agent.event.Address;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Who the host's way out and resolver are. Read anew each time: both may change. */
final class HostNetwork {
    private static final String RESOLV_CONF = "/etc/resolv.conf";

    private final Path net;
    private final HostRoot host;

    /** {@code net} is {@code /proc/1/net}. */
    HostNetwork(Path net, HostRoot host) {
        this.net = net;
        this.host = host;
    }

    /** The gateway of the default route with the lowest metric, of IPv4 if there is one; null = none, or unknown. */
    Target gateway() {
        Target ipv4 = gateway("route", DefaultRoute::ofIpv4);
        return ipv4 != null ? ipv4 : gateway("ipv6_route", DefaultRoute::ofIpv6);
    }

    /** The first name server of resolv.conf(5) that is an address; null = none, or unknown. */
    Target resolver() {
        String text = host.read(RESOLV_CONF);
        return text == null
                ? null
                : text.lines()
                        .map(ProcText::fields)
                        .filter(fields -> fields.length >= 2 && fields[0].equals("nameserver"))
                        .map(fields -> target(fields[1]))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private Target gateway(String table, Function<String, DefaultRoute> parser) {
        return lines(table).stream()
                .map(parser)
                .filter(Objects::nonNull)
                .min(Comparator.comparingLong(DefaultRoute::metric))
                .map(route -> route.isLinkLocal()
                        ? new Target(route.gateway(), route.device(), indexOf(route.device()))
                        : new Target(route.gateway()))
                .orElse(null);
    }

    private Target target(String text) {
        int percent = text.indexOf('%');
        Address address = Address.parse(percent < 0 ? text : text.substring(0, percent));
        if (address == null) {
            return null;
        }
        String zone = percent < 0 ? "" : text.substring(percent + 1);
        return new Target(address, zone, indexOf(zone));
    }

    /** An interface's index, as /proc/net/if_inet6 tells it: address index length scope flags name; 0 = unknown. */
    private int indexOf(String zone) {
        if (ProcText.number(zone) > 0) {
            return (int) Math.min(Integer.MAX_VALUE, ProcText.number(zone));
        }
        for (String line : lines("if_inet6")) {
            String[] fields = ProcText.fields(line);
            if (fields.length == 6 && fields[5].equals(zone)) {
                return (int) Math.max(0, DefaultRoute.hex(fields[1]));
            }
        }
        return 0;
    }

    private List<String> lines(String file) {
        String text = ProcText.readOrNull(net.resolve(file));
        return text == null ? List.of() : text.lines().toList();
    }
}
