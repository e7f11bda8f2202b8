package io.netwatch.operator.identity;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Addresses as Kubernetes objects have them, without those that are none. */
final class Addresses {
    /** Of a Service without an address of its own (Kubernetes, "Headless Services"). */
    private static final String NONE = "None";

    private Addresses() {}

    /** Of both lists in their order, each once; a list may be null. */
    static List<String> of(Collection<String> first, Collection<String> second) {
        return Stream.of(first == null ? List.<String>of() : first, second == null ? List.<String>of() : second)
                .flatMap(Collection::stream)
                .filter(ip -> ip != null && !ip.isEmpty() && !NONE.equals(ip))
                .distinct()
                .toList();
    }

    /** Whether a port of a Service or an EndpointSlice is one of TCP, which is the default. */
    static boolean isTcp(String protocol) {
        return protocol == null || protocol.isEmpty() || "TCP".equals(protocol);
    }

    /** A port's name; null where it has none. */
    static String name(String name) {
        return name == null || name.isEmpty() ? null : name;
    }
}
