package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What kube-proxy does for services: rules for nft(8) that lead each TCP port of a service's address, and each node port, to one of
 * the endpoints that are ready, chosen at random, and refuse it where there is none.
 *
 * @param text replaces all such rules
 * @param ready the services, as {@code namespace/name}, of which a port leads somewhere
 */
record ServiceRules(String text, Set<String> ready) {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private static final String TEMPLATE = """
            table ip services {}
            flush table ip services
            table ip services {
              chain translate {
            %s
              }
              chain refuse {
            %s
              }
              chain from-pods { type nat hook prerouting priority dstnat; jump translate; }
              chain from-node { type nat hook output priority -100; jump translate; }
              chain refuse-pods { type filter hook forward priority -110; ct state new jump refuse; }
              chain refuse-node { type filter hook output priority -110; ct state new jump refuse; }
              chain refuse-world { type filter hook input priority -110; ct state new jump refuse; }
            }
            """;

    static ServiceRules of(List<Service> services, List<EndpointSlice> slices) {
        List<String> translations = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Set<String> ready = new TreeSet<>();
        for (Service service : inOrder(services)) {
            String address = service.getSpec().getClusterIP();
            if (address == null || address.isEmpty() || address.equals("None")) {
                continue;
            }
            for (ServicePort port : service.getSpec().getPorts()) {
                List<String> backends = backends(service, port, slices);
                for (String match : matches(address, port)) {
                    if (backends.isEmpty()) {
                        refusals.add("    " + match + " reject");
                    } else {
                        ready.add(service.getMetadata().getNamespace() + "/"
                                + service.getMetadata().getName());
                        translations.add("    " + match + " dnat to " + choice(backends));
                    }
                }
            }
        }
        return new ServiceRules(
                TEMPLATE.formatted(String.join("\n", translations), String.join("\n", refusals)), ready);
    }

    /** So that the same objects give the same text. */
    private static <T extends HasMetadata> List<T> inOrder(List<T> objects) {
        return objects.stream()
                .sorted(Comparator.comparing((T object) -> object.getMetadata().getNamespace())
                        .thenComparing(object -> object.getMetadata().getName()))
                .toList();
    }

    private static List<String> matches(String address, ServicePort port) {
        List<String> matches = new ArrayList<>();
        matches.add("ip daddr " + address + " tcp dport " + port.getPort());
        if (port.getNodePort() != null) {
            matches.add("fib daddr type local tcp dport " + port.getNodePort());
        }
        return matches;
    }

    private static String choice(List<String> backends) {
        if (backends.size() == 1) {
            return backends.get(0).replace(" . ", ":");
        }
        StringBuilder choice = new StringBuilder("numgen random mod " + backends.size() + " map { ");
        for (int i = 0; i < backends.size(); i++) {
            choice.append(i == 0 ? "" : ", ").append(i).append(" : ").append(backends.get(i));
        }
        return choice.append(" }").toString();
    }

    private static List<String> backends(Service service, ServicePort port, List<EndpointSlice> slices) {
        List<String> backends = new ArrayList<>();
        for (EndpointSlice slice : inOrder(slices)) {
            if (!isOf(slice, service)) {
                continue;
            }
            for (EndpointPort target : slice.getPorts()) {
                if (Objects.equals(orEmpty(target.getName()), orEmpty(port.getName()))) {
                    slice.getEndpoints().stream()
                            .filter(ServiceRules::isReady)
                            .map(endpoint -> endpoint.getAddresses().get(0) + " . " + target.getPort())
                            .forEach(backends::add);
                }
            }
        }
        return backends;
    }

    private static boolean isOf(EndpointSlice slice, Service service) {
        return service.getMetadata().getNamespace().equals(slice.getMetadata().getNamespace())
                && slice.getMetadata().getLabels() != null
                && service.getMetadata()
                        .getName()
                        .equals(slice.getMetadata().getLabels().get(SERVICE_NAME));
    }

    /** Unknown counts as ready, as in the API's documentation. */
    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static String orEmpty(String name) {
        return name == null ? "" : name;
    }
}
