package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes an EndpointSlice of each service's pods, as the controller of a cluster does. */
final class ServiceEndpoints {
    private final KubernetesClient client;
    private final ClusterState state;
    private final Map<String, List<Endpoint>> written = new HashMap<>();

    ServiceEndpoints(KubernetesClient client, ClusterState state) {
        this.client = client;
        this.state = state;
    }

    /** Writes what has changed. */
    void pass() {
        for (Service service : state.services()) {
            Map<String, String> selector = service.getSpec().getSelector();
            if (selector != null && !selector.isEmpty()) {
                List<Endpoint> endpoints = endpoints(service, selector);
                if (!endpoints.equals(written.put(service.getMetadata().getUid(), endpoints))) {
                    client.resource(slice(service, endpoints)).forceConflicts().serverSideApply();
                }
            }
        }
    }

    private List<Endpoint> endpoints(Service service, Map<String, String> selector) {
        return state.pods().stream()
                .filter(pod -> pod.getMetadata()
                        .getNamespace()
                        .equals(service.getMetadata().getNamespace()))
                .filter(pod -> pod.getMetadata().getLabels() != null
                        && pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
                .filter(pod -> !PodPhase.isOver(pod))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(ServiceEndpoints::endpoint)
                .toList();
    }

    private static Endpoint endpoint(Pod pod) {
        boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
        boolean serving = PodPhase.isReady(pod);
        return new EndpointBuilder()
                .withAddresses(pod.getStatus().getPodIP())
                .withNewConditions(serving && !terminating, serving, terminating)
                .withNodeName(pod.getSpec().getNodeName())
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endTargetRef()
                .build();
    }

    private static EndpointSlice slice(Service service, List<Endpoint> endpoints) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service.getMetadata().getName() + "-" + Names.suffix(service))
                .withNamespace(service.getMetadata().getNamespace())
                .addToLabels("kubernetes.io/service-name", service.getMetadata().getName())
                .addToLabels("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Service")
                .withName(service.getMetadata().getName())
                .withUid(service.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withAddressType("IPv4")
                .withEndpoints(endpoints)
                .withPorts(service.getSpec().getPorts().stream()
                        .map(ServiceEndpoints::port)
                        .toList())
                .build();
    }

    private static EndpointPort port(ServicePort port) {
        Integer target =
                port.getTargetPort() == null ? null : port.getTargetPort().getIntVal();
        return new EndpointPortBuilder()
                .withName(port.getName() == null ? "" : port.getName())
                .withPort(target == null ? port.getPort() : target)
                .withProtocol("TCP")
                .build();
    }
}
