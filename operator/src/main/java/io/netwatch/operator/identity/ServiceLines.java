package io.netwatch.operator.identity;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.netwatch.api.identity.IdentityLine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Services and where they lead, as they are told. */
final class ServiceLines {
    /** Kubernetes, "Well-Known Labels": which Service an EndpointSlice is of. */
    private static final String SERVICE = "kubernetes.io/service-name";

    /** A Service that is but another name. */
    private static final String EXTERNAL_NAME = "ExternalName";

    private static final String NAMES = "FQDN";

    private ServiceLines() {}

    /** Null for one that has neither addresses nor endpoints. */
    static IdentityLine of(Service service) {
        ServiceSpec spec = service.getSpec();
        if (spec == null || EXTERNAL_NAME.equals(spec.getType())) {
            return null;
        }
        List<String> own = spec.getClusterIP() == null ? List.of() : List.of(spec.getClusterIP());
        return IdentityLine.of(new IdentityLine.Service(
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                Addresses.of(own, spec.getClusterIPs()),
                Addresses.of(spec.getExternalIPs(), loadBalancer(service)),
                orEmpty(spec.getPorts())
                        .filter(port -> port.getPort() != null && Addresses.isTcp(port.getProtocol()))
                        .map(ServiceLines::port)
                        .toList()));
    }

    private static List<String> loadBalancer(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return List.of();
        }
        return orEmpty(service.getStatus().getLoadBalancer().getIngress())
                .map(LoadBalancerIngress::getIp)
                .toList();
    }

    private static IdentityLine.ServicePort port(ServicePort port) {
        return new IdentityLine.ServicePort(
                Addresses.name(port.getName()), port.getPort(), port.getNodePort() == null ? 0 : port.getNodePort());
    }

    /** Null for one that is no Service's, or leads to names. */
    static IdentityLine of(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String service = labels == null ? null : labels.get(SERVICE);
        if (service == null || NAMES.equals(slice.getAddressType())) {
            return null;
        }
        return IdentityLine.of(new IdentityLine.Endpoints(
                slice.getMetadata().getNamespace(),
                slice.getMetadata().getName(),
                service,
                orEmpty(slice.getPorts())
                        .filter(port -> port.getPort() != null && Addresses.isTcp(port.getProtocol()))
                        .map(ServiceLines::port)
                        .toList(),
                orEmpty(slice.getEndpoints()).flatMap(ServiceLines::addresses).toList()));
    }

    private static IdentityLine.EndpointPort port(EndpointPort port) {
        return new IdentityLine.EndpointPort(Addresses.name(port.getName()), port.getPort());
    }

    /** An endpoint that does not say whether it is ready is (discovery.k8s.io/v1, EndpointConditions). */
    private static Stream<IdentityLine.Address> addresses(Endpoint endpoint) {
        boolean ready = endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
        return Addresses.of(endpoint.getAddresses(), null).stream().map(ip -> new IdentityLine.Address(ip, ready));
    }

    private static <T> Stream<T> orEmpty(List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
