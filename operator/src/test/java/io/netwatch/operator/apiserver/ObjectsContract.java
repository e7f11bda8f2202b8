package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Create, read, replace, delete, list: metadata and refusals. */
abstract class ObjectsContract extends ContractCase {
    @Test
    void createdObjectHasIdentity() {
        Wire.Reply made = wire.post(core("configmaps"), configMap("identity", "1"));
        assertThat(made.code()).isEqualTo(201);
        assertThat(made.at("/metadata/uid").asText()).hasSize(36);
        assertThat(made.at("/metadata/creationTimestamp").asText()).matches("\\d{4}-.*Z");
        assertThat(Long.parseLong(made.version())).isPositive();
        assertThat(made.at("/metadata/namespace").asText()).isEqualTo(namespace);
        assertThat(made.at("/metadata/managedFields/0/manager").asText()).isEqualTo("wire");
        assertThat(made.at("/metadata/managedFields/0/operation").asText()).isEqualTo("Update");
        assertThat(wire.get(core("configmaps/identity")).body()).isEqualTo(made.body());
    }

    @Test
    void generatedNameBeginsWithPrefix() {
        Wire.Reply made = wire.post(core("configmaps"), """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"made-"}}""");
        assertThat(made.at("/metadata/name").asText()).matches("made-[a-z0-9]{5}");
    }

    @Test
    void secondCreationConflicts() {
        wire.post(core("configmaps"), configMap("twice", "1"));
        Wire.Reply again = wire.post(core("configmaps"), configMap("twice", "1"));
        assertThat(again.code()).isEqualTo(409);
        assertThat(again.reason()).isEqualTo("AlreadyExists");
        assertThat(again.message()).isEqualTo("configmaps \"twice\" already exists");
    }

    @Test
    void missingThingsAreNotFound() {
        assertThat(wire.get(core("configmaps/none")).message()).isEqualTo("configmaps \"none\" not found");
        assertThat(wire.get(group("apps", "daemonsets/none")).message())
                .isEqualTo("daemonsets.apps \"none\" not found");
        assertThat(wire.get(core("nothings")).code()).isEqualTo(404);
        assertThat(wire.get(core("nothings")).message()).isEqualTo("the server could not find the requested resource");
        assertThat(wire.get("/apis/none.example/v1/things").code()).isEqualTo(404);
        Wire.Reply nowhere = wire.post("/api/v1/namespaces/no-such-place/configmaps", configMap("a", "1"));
        assertThat(nowhere.code()).isEqualTo(404);
        assertThat(nowhere.message()).isEqualTo("namespaces \"no-such-place\" not found");
    }

    @Test
    void whatIsNotAnObjectOfThePathIsRefused() {
        Wire.Reply secret = wire.post(core("configmaps"), """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"other"}}""");
        assertThat(secret.code()).isEqualTo(400);
        assertThat(secret.message()).contains("Secret in version \"v1\" cannot be handled as a ConfigMap");
        Wire.Reply elsewhere = wire.post(core("configmaps"), """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other","namespace":"default"}}""");
        assertThat(elsewhere.code()).isEqualTo(400);
        assertThat(wire.post(core("configmaps"), "{{").code()).isEqualTo(400);
        assertThat(wire.send("POST", core("configmaps"), "text/plain", configMap("a", "1"))
                        .code())
                .isEqualTo(415);
        Wire.Reply method = wire.send("PUT", core("configmaps"), Wire.JSON, configMap("a", "1"));
        assertThat(method.code()).isEqualTo(405);
        assertThat(method.message()).isEqualTo("the server does not allow this method on the requested resource");
    }

    @Test
    void badNamesAreInvalid() {
        Wire.Reply bad = wire.post(core("configmaps"), configMap("A_b", "1"));
        assertThat(bad.code()).isEqualTo(422);
        assertThat(bad.reason()).isEqualTo("Invalid");
        assertThat(bad.message())
                .startsWith(
                        "ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": a lowercase RFC 1123");
        Wire.Reply none = wire.post(core("configmaps"), """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{}}""");
        assertThat(none.message())
                .isEqualTo(
                        "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required");
    }

    @Test
    void staleReplacementConflicts() {
        Wire.Reply first = wire.post(core("configmaps"), configMap("stale", "1"));
        String old = Json.write(first.body());
        assertThat(wire.put(core("configmaps/stale"), old.replace("\"a\":\"1\"", "\"a\":\"2\""))
                        .code())
                .isEqualTo(200);
        Wire.Reply stale = wire.put(core("configmaps/stale"), old.replace("\"a\":\"1\"", "\"a\":\"3\""));
        assertThat(stale.code()).isEqualTo(409);
        assertThat(stale.reason()).isEqualTo("Conflict");
        assertThat(stale.message())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"stale\": the object has been modified; please"
                        + " apply your changes to the latest version and try again");
    }

    @Test
    void unchangedReplacementKeepsVersion() {
        Wire.Reply first = wire.post(core("configmaps"), configMap("same", "1"));
        Wire.Reply second = wire.put(core("configmaps/same"), Json.write(first.body()));
        assertThat(second.version()).isEqualTo(first.version());
    }

    @Test
    void generationCountsSpecAndNotStatusOrLabels() {
        String path = group("apps", "daemonsets/generations");
        Wire.Reply made = wire.post(group("apps", "daemonsets"), DAEMON_SET.formatted("generations"));
        assertThat(made.at("/metadata/generation").asInt()).isEqualTo(1);
        Wire.Reply labelled = wire.patch(path, Wire.MERGE, "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
        assertThat(labelled.at("/metadata/generation").asInt()).isEqualTo(1);
        Wire.Reply status = wire.patch(path + "/status", Wire.MERGE, "{\"status\":{\"numberReady\":3}}");
        assertThat(status.at("/status/numberReady").asInt()).isEqualTo(3);
        assertThat(status.at("/metadata/generation").asInt()).isEqualTo(1);
        Wire.Reply spec =
                wire.patch(path, Wire.MERGE, "{\"spec\":{\"minReadySeconds\":7},\"status\":{\"numberReady\":9}}");
        assertThat(spec.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(spec.at("/status/numberReady").asInt()).isEqualTo(3);
    }

    @Test
    void deletionHonoursPreconditions() {
        Wire.Reply made = wire.post(core("configmaps"), configMap("guarded", "1"));
        Wire.Reply wrong =
                wire.send("DELETE", core("configmaps/guarded"), Wire.JSON, "{\"preconditions\":{\"uid\":\"other\"}}");
        assertThat(wrong.code()).isEqualTo(409);
        assertThat(wrong.message()).contains("the UID in the precondition (other) does not match the UID in record");
        String right =
                "{\"preconditions\":{\"uid\":\"" + made.at("/metadata/uid").asText() + "\"}}";
        Wire.Reply gone = wire.send("DELETE", core("configmaps/guarded"), Wire.JSON, right);
        assertThat(gone.code()).isEqualTo(200);
        assertThat(gone.at("/status").asText()).isEqualTo("Success");
        assertThat(gone.at("/details/kind").asText()).isEqualTo("configmaps");
        assertThat(wire.delete(core("configmaps/guarded")).code()).isEqualTo(404);
    }

    @Test
    void finalizerHoldsObjectUntilItIsRemoved() {
        String path = core("configmaps/held");
        wire.post(core("configmaps"), """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["netwatch.io/hold"]}}""");
        Wire.Reply marked = wire.delete(path);
        assertThat(marked.at("/metadata/deletionTimestamp").isTextual()).isTrue();
        assertThat(wire.get(path).code()).isEqualTo(200);
        assertThat(wire.patch(path, Wire.MERGE, "{\"metadata\":{\"finalizers\":null}}")
                        .code())
                .isEqualTo(200);
        assertThat(wire.get(path).code()).isEqualTo(404);
    }

    @Test
    void selectorsChoose() {
        label("pick-a", "\"tier\":\"a\",\"app\":\"x\"");
        label("pick-b", "\"tier\":\"b\"");
        label("pick-c", "\"other\":\"c\"");
        assertThat(names("labelSelector=tier=a")).containsExactly("pick-a");
        assertThat(names("labelSelector=tier==b")).containsExactly("pick-b");
        assertThat(names("labelSelector=tier!=a")).contains("pick-b", "pick-c").doesNotContain("pick-a");
        assertThat(names("labelSelector=tier in (a,b)")).containsExactly("pick-a", "pick-b");
        assertThat(names("labelSelector=tier notin (a)"))
                .contains("pick-b", "pick-c")
                .doesNotContain("pick-a");
        assertThat(names("labelSelector=tier,!app")).containsExactly("pick-b");
        assertThat(names("labelSelector=tier in (a,b),app=x")).containsExactly("pick-a");
        assertThat(names("fieldSelector=metadata.name=pick-c")).containsExactly("pick-c");
        assertThat(names("fieldSelector=metadata.name!=pick-c&labelSelector=other"))
                .isEmpty();
        assertThat(wire.get(core("configmaps?labelSelector=a b c")).code()).isEqualTo(400);
        Wire.Reply unknown = wire.get(core("configmaps?fieldSelector=data.a=1"));
        assertThat(unknown.code()).isEqualTo(400);
        assertThat(unknown.message()).contains("\"data.a\" is not a known field selector");
        assertThat(wire.get(core("pods?fieldSelector=spec.colour=red")).message())
                .contains("field label not supported: spec.colour");
    }

    @Test
    void podsAreFoundByNodeAndPhase() {
        for (String name : List.of("one", "two")) {
            String pod = """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{"nodeName":"node-%s",
                "containers":[{"name":"c","image":"i"}]}}""".formatted(name, name);
            assertThat(wire.post(core("pods"), pod).code()).isEqualTo(201);
        }
        Wire.Reply running = wire.patch(core("pods/two/status"), Wire.MERGE, "{\"status\":{\"phase\":\"Running\"}}");
        assertThat(running.at("/status/phase").asText()).isEqualTo("Running");
        assertThat(names(wire.get(core("pods?fieldSelector=spec.nodeName=node-one"))))
                .containsExactly("one");
        assertThat(names(wire.get(core("pods?fieldSelector=status.phase=Running"))))
                .containsExactly("two");
        assertThat(names(wire.get(core("pods?fieldSelector=status.phase=Pending"))))
                .containsExactly("one");
        wire.delete(core("pods?gracePeriodSeconds=0"));
        assertThat(names(wire.get(core("pods")))).isEmpty();
    }

    @Test
    void listComesInPages() {
        for (int i = 0; i < 5; i++) {
            String secret = """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"page-%d"},"type":"test/pages"}""".formatted(i);
            wire.post(core("secrets"), secret);
        }
        List<String> found = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            Wire.Reply page = wire.get(core("secrets?limit=2&fieldSelector=type=test/pages&continue=" + next));
            found.addAll(names(page));
            next = page.at("/metadata/continue").asText();
            pages++;
        } while (!next.isEmpty());
        assertThat(found).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4");
        assertThat(pages).isEqualTo(3);
        assertThat(wire.get(core("secrets?limit=2&continue=abc")).code()).isEqualTo(400);
        assertThat(wire.delete(core("secrets?fieldSelector=type=test/pages")).code())
                .isEqualTo(200);
        assertThat(names(wire.get(core("secrets?fieldSelector=type=test/pages"))))
                .isEmpty();
    }

    @Test
    void secretsTakePlainText() {
        Wire.Reply made = wire.post(core("secrets"), """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"plain"},"stringData":{"key":"value"}}""");
        assertThat(made.at("/data/key").asText()).isEqualTo("dmFsdWU=");
        assertThat(made.at("/stringData").isMissingNode()).isTrue();
        assertThat(made.at("/type").asText()).isEqualTo("Opaque");
    }

    @Test
    void everyBuiltInKindIsServed() {
        for (String path : List.of(
                "/api/v1/pods",
                "/api/v1/nodes",
                "/api/v1/namespaces",
                "/api/v1/secrets",
                "/api/v1/configmaps",
                "/api/v1/services",
                "/api/v1/serviceaccounts",
                "/api/v1/events",
                "/apis/events.k8s.io/v1/events",
                "/apis/apps/v1/daemonsets",
                "/apis/apps/v1/deployments",
                "/apis/rbac.authorization.k8s.io/v1/roles",
                "/apis/rbac.authorization.k8s.io/v1/rolebindings",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                "/apis/networking.k8s.io/v1/networkpolicies",
                "/apis/coordination.k8s.io/v1/leases",
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                "/apis/discovery.k8s.io/v1/endpointslices",
                "/apis/policy/v1/poddisruptionbudgets")) {
            Wire.Reply list = wire.get(path + "?limit=1");
            assertThat(list.code()).as(path).isEqualTo(200);
            assertThat(list.at("/kind").asText()).as(path).endsWith("List");
        }
    }

    @Test
    void eventsAreOneStoreBehindTwoGroups() {
        Wire.Reply made = wire.post(group("events.k8s.io", "events"), """
            {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"seen"},"eventTime":"2026-01-01T00:00:00.000000Z",
            "reportingController":"netwatch.io/operator","reportingInstance":"i","action":"Look","reason":"Seen","type":"Normal",
            "note":"a note","regarding":{"kind":"ConfigMap","name":"thing","namespace":"%s"}}""".formatted(namespace));
        assertThat(made.code()).as(made.message()).isEqualTo(201);
        Wire.Reply core = wire.get(core("events/seen"));
        assertThat(core.at("/message").asText()).isEqualTo("a note");
        assertThat(core.at("/involvedObject/name").asText()).isEqualTo("thing");
        assertThat(core.at("/reportingComponent").asText()).isEqualTo("netwatch.io/operator");
        assertThat(names(wire.get(core("events?fieldSelector=involvedObject.name=thing,type=Normal"))))
                .containsExactly("seen");
        Wire.Reply other = wire.get(group("events.k8s.io", "events/seen"));
        assertThat(other.at("/regarding/name").asText()).isEqualTo("thing");
        assertThat(other.at("/apiVersion").asText()).isEqualTo("events.k8s.io/v1");
    }

    static final String DAEMON_SET = """
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"%s"},
            "spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
            "spec":{"containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80}]}]}}}}""";

    private void label(String name, String labels) {
        wire.post(core("configmaps"), """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{%s}}}""".formatted(name, labels));
    }

    private List<String> names(String query) {
        return names(wire.get(core("configmaps?" + query)));
    }

    static List<String> names(Wire.Reply list) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : list.at("/items")) {
            names.add(Json.name(item));
        }
        return names;
    }
}
