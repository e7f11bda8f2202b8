package io.netwatch.agent.identify;

import io.netwatch.api.identity.IdentityLine;
import java.util.List;
import java.util.Objects;

/** Whether a line has what it must have, so that nobody behind needs to look. A line with none of the known fields is whole. */
final class LineCheck {
    private LineCheck() {}

    static boolean isWhole(IdentityLine line) {
        return line != null
                && isWhole(line.begin())
                && isWhole(line.pod())
                && isWhole(line.service())
                && isWhole(line.endpoints())
                && isWhole(line.node())
                && isWhole(line.gone());
    }

    private static boolean isWhole(IdentityLine.Begin begin) {
        return begin == null || begin.stream() != null;
    }

    private static boolean isWhole(IdentityLine.Pod pod) {
        return pod == null || (areThere(pod.uid(), pod.namespace(), pod.name()) && isWhole(pod.ips()));
    }

    private static boolean isWhole(IdentityLine.Service service) {
        return service == null
                || (areThere(service.namespace(), service.name())
                        && isWhole(service.clusterIps())
                        && isWhole(service.externalIps())
                        && isWhole(service.ports()));
    }

    private static boolean isWhole(IdentityLine.Endpoints endpoints) {
        return endpoints == null
                || (areThere(endpoints.namespace(), endpoints.name(), endpoints.service())
                        && isWhole(endpoints.ports())
                        && isWhole(endpoints.addresses())
                        && (endpoints.addresses() == null
                                || endpoints.addresses().stream().allMatch(address -> address.ip() != null)));
    }

    private static boolean isWhole(IdentityLine.Node node) {
        return node == null || (node.name() != null && isWhole(node.ips()) && isWhole(node.podCidrs()));
    }

    private static boolean isWhole(IdentityLine.Gone gone) {
        return gone == null || (areThere(gone.kind(), gone.name()) && hasItsOwn(gone));
    }

    private static boolean hasItsOwn(IdentityLine.Gone gone) {
        return switch (gone.kind()) {
            case "pod" -> gone.uid() != null;
            case "service", "endpoints" -> gone.namespace() != null;
            default -> true;
        };
    }

    private static boolean isWhole(List<?> list) {
        return list == null || list.stream().allMatch(Objects::nonNull);
    }

    private static boolean areThere(Object... values) {
        for (Object value : values) {
            if (value == null) {
                return false;
            }
        }
        return true;
    }
}
