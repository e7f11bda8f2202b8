package io.netwatch.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.netwatch.api.identity.IdentityLine;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** From an object as the API server has it to the line that is sent. */
class LinesTest {
    @Test
    void tellsAServiceWithItsTcpPorts() {
        Service service = read(Service.class, """
                {"metadata":{"namespace":"shop","name":"catalog"},"spec":{"type":"NodePort",
                "clusterIP":"10.96.0.7","clusterIPs":["10.96.0.7","fd00:96::7"],"externalIPs":["192.0.2.1"],
                "ports":[{"name":"http","port":8080,"targetPort":80,"nodePort":30080},{"name":"dns","port":53,"protocol":"UDP"}]},
                "status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.2"},{"hostname":"lb.example.com"}]}}}""");

        assertThat(text(ServiceLines.of(service))).isEqualTo("""
                {"service":{"namespace":"shop","name":"catalog","clusterIps":["10.96.0.7","fd00:96::7"],\
                "externalIps":["192.0.2.1","192.0.2.2"],"ports":[{"name":"http","port":8080,"nodePort":30080}]}}
                """);
    }

    @Test
    void tellsAHeadlessServiceWithoutAddresses() {
        Service service = read(Service.class, """
                {"metadata":{"namespace":"shop","name":"db"},"spec":{"clusterIP":"None","clusterIPs":["None"],
                "ports":[{"port":5432}]}}""");

        assertThat(text(ServiceLines.of(service))).isEqualTo("""
                {"service":{"namespace":"shop","name":"db","ports":[{"port":5432}]}}
                """);
    }

    @Test
    void tellsNoServiceThatIsButAnotherName() {
        assertThat(ServiceLines.of(read(Service.class, """
                {"metadata":{"namespace":"shop","name":"ext"},"spec":{"type":"ExternalName","externalName":"a.example"}}"""))).isNull();
    }

    @Test
    void tellsWhereAServiceLeads() {
        EndpointSlice slice = read(EndpointSlice.class, """
                {"metadata":{"namespace":"shop","name":"catalog-x1","labels":{"kubernetes.io/service-name":"catalog"}},
                "addressType":"IPv4","ports":[{"name":"http","port":80,"protocol":"TCP"},{"name":"dns","port":53,"protocol":"UDP"}],
                "endpoints":[{"addresses":["10.244.0.1"],"conditions":{"ready":true}},
                {"addresses":["10.244.0.2"],"conditions":{"ready":false}},{"addresses":["10.244.0.3"]}]}""");

        assertThat(text(ServiceLines.of(slice))).isEqualTo("""
                {"endpoints":{"namespace":"shop","name":"catalog-x1","service":"catalog","ports":[{"name":"http","port":80}],\
                "addresses":[{"ip":"10.244.0.1","ready":true},{"ip":"10.244.0.2"},{"ip":"10.244.0.3","ready":true}]}}
                """);
    }

    @Test
    void tellsNoSliceOfNamesOrOfNoService() {
        assertThat(ServiceLines.of(read(EndpointSlice.class, """
                {"metadata":{"namespace":"shop","name":"x","labels":{"kubernetes.io/service-name":"x"}},
                "addressType":"FQDN","endpoints":[]}"""))).isNull();
        assertThat(ServiceLines.of(read(EndpointSlice.class, """
                {"metadata":{"namespace":"shop","name":"x"},"addressType":"IPv4","endpoints":[]}"""))).isNull();
    }

    @Test
    void tellsANodeWithItsAddresses() {
        Node node = read(Node.class, """
                {"metadata":{"name":"node-a","uid":"7f1c9a52-0d4e-4c55-9d0e-2f0a1b6c3d4e","labels":{"zone":"b","arch":"amd64"}},
                "spec":{"podCIDR":"10.244.0.0/24","podCIDRs":["10.244.0.0/24","fd00:1::/64"]},
                "status":{"addresses":[{"type":"InternalIP","address":"10.0.0.1"},{"type":"ExternalIP","address":"192.0.2.9"},
                {"type":"Hostname","address":"node-a"}],"images":[{"names":["x"],"sizeBytes":1}]}}""");

        assertThat(text(ClusterLines.of(node))).isEqualTo("""
                {"node":{"uid":"7f1c9a52-0d4e-4c55-9d0e-2f0a1b6c3d4e","name":"node-a","ips":["10.0.0.1","192.0.2.9"],\
                "podCidrs":["10.244.0.0/24","fd00:1::/64"],\
                "labels":{"arch":"amd64","zone":"b"}}}
                """);
    }

    private static <T extends HasMetadata> T read(Class<T> type, String json) {
        return Serialization.unmarshal(json, type);
    }

    private static String text(IdentityLine line) {
        return new String(Lines.encode(line), StandardCharsets.UTF_8);
    }
}
