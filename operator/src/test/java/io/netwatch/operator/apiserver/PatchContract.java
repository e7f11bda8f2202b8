package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The kinds of patch, and server-side apply with its ownership. */
abstract class PatchContract extends ContractCase {
    @Test
    void mergePatchSetsAndRemoves() {
        wire.post(core("configmaps"), configMap("merged", "1"));
        Wire.Reply merged = wire.patch(core("configmaps/merged"), Wire.MERGE, """
            {"data":{"a":null,"b":"2"}}""");
        assertThat(merged.code()).isEqualTo(200);
        assertThat(merged.at("/data")).isEqualTo(Json.parse("{\"b\":\"2\"}"));
    }

    @Test
    void jsonPatchRunsItsOperations() {
        wire.post(core("configmaps"), configMap("patched", "1"));
        Wire.Reply patched = wire.patch(core("configmaps/patched"), Wire.JSON_PATCH, """
            [{"op":"test","path":"/data/a","value":"1"},{"op":"add","path":"/data/b","value":"2"},
            {"op":"replace","path":"/data/a","value":"3"},{"op":"copy","from":"/data/a","path":"/data/c"},
            {"op":"remove","path":"/data/b"}]""");
        assertThat(patched.at("/data")).isEqualTo(Json.parse("{\"a\":\"3\",\"c\":\"3\"}"));
        Wire.Reply refused = wire.patch(core("configmaps/patched"), Wire.JSON_PATCH, """
            [{"op":"test","path":"/data/a","value":"other"}]""");
        assertThat(refused.code()).isEqualTo(422);
    }

    @Test
    void strategicPatchMergesListsByKey() {
        wire.post(group("apps", "daemonsets"), ObjectsContract.DAEMON_SET.formatted("strategic"));
        Wire.Reply patched = wire.patch(group("apps", "daemonsets/strategic"), Wire.STRATEGIC, """
            {"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i:2"},{"name":"d","image":"j:1"}]}}}}""");
        assertThat(patched.at("/spec/template/spec/containers")).hasSize(2);
        JsonNode changed = byName(patched.at("/spec/template/spec/containers"), "c");
        assertThat(changed.path("image").asText()).isEqualTo("i:2");
        assertThat(changed.at("/ports/0/containerPort").asInt()).isEqualTo(80);
        Wire.Reply dropped = wire.patch(group("apps", "daemonsets/strategic"), Wire.STRATEGIC, """
            {"spec":{"template":{"spec":{"containers":[{"name":"c","$patch":"delete"}]}}}}""");
        assertThat(dropped.at("/spec/template/spec/containers")).hasSize(1);
    }

    @Test
    void patchWithOldVersionConflicts() {
        wire.post(core("configmaps"), configMap("patched-late", "1"));
        Wire.Reply late = wire.patch(core("configmaps/patched-late"), Wire.MERGE, """
            {"metadata":{"resourceVersion":"1"},"data":{"a":"2"}}""");
        assertThat(late.code()).isEqualTo(409);
        assertThat(wire.patch(core("configmaps/none"), Wire.MERGE, "{}").code()).isEqualTo(404);
        assertThat(wire.patch(core("configmaps/patched-late"), "text/plain", "{}")
                        .code())
                .isEqualTo(415);
    }

    @Test
    void applyCreatesAndNotesItsManager() {
        Wire.Reply made = wire.apply(core("configmaps/applied"), "one", configMap("applied", "1"));
        assertThat(made.code()).isEqualTo(201);
        JsonNode entry = made.at("/metadata/managedFields/0");
        assertThat(entry.path("manager").asText()).isEqualTo("one");
        assertThat(entry.path("operation").asText()).isEqualTo("Apply");
        assertThat(entry.path("fieldsType").asText()).isEqualTo("FieldsV1");
        assertThat(entry.path("fieldsV1")).isEqualTo(Json.parse("{\"f:data\":{\"f:a\":{}}}"));
    }

    @Test
    void applyWithoutManagerIsRefused() {
        Wire.Reply refused = wire.patch(core("configmaps/nobody"), Wire.APPLY, configMap("nobody", "1"));
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.message())
                .isEqualTo(
                        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply"
                                + " patch");
    }

    @Test
    void unchangedApplyKeepsVersion() {
        String path = group("apps", "daemonsets/steady");
        String body = ObjectsContract.DAEMON_SET.formatted("steady");
        Wire.Reply first = wire.apply(path, "one", body);
        assertThat(first.code()).as(first.message()).isEqualTo(201);
        Wire.Reply second = wire.apply(path, "one", body);
        assertThat(second.code()).isEqualTo(200);
        assertThat(second.version()).isEqualTo(first.version());
    }

    @Test
    void applyConflictsUnlessForced() {
        String path = core("configmaps/contested");
        wire.apply(path, "one", configMap("contested", "1"));
        assertThat(wire.apply(path, "two", configMap("contested", "1")).code()).isEqualTo(200);
        wire.patch(path, Wire.MERGE, "{\"data\":{\"a\":\"2\"}}");
        Wire.Reply refused = wire.apply(path, "one", configMap("contested", "1"));
        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"wire\" using v1: .data.a");
        assertThat(refused.at("/details/causes/0/field").asText()).isEqualTo(".data.a");
        Wire.Reply forced = wire.force(path, "one", configMap("contested", "1"));
        assertThat(forced.code()).isEqualTo(200);
        assertThat(forced.at("/data/a").asText()).isEqualTo("1");
        assertThat(managers(forced)).containsExactly("one");
    }

    @Test
    void applyPrunesWhatItsManagerDropped() {
        String path = core("configmaps/pruned");
        String both = """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"pruned","labels":{"l":"1"}},"data":{"a":"1","b":"2"}}""";
        wire.apply(path, "one", both);
        wire.patch(path, Wire.MERGE, "{\"data\":{\"other\":\"3\"}}");
        Wire.Reply less = wire.apply(path, "one", configMap("pruned", "1"));
        assertThat(less.at("/data")).isEqualTo(Json.parse("{\"a\":\"1\",\"other\":\"3\"}"));
        assertThat(less.at("/metadata/labels").isMissingNode()).isTrue();
    }

    @Test
    void sharedFieldStaysUntilLastManagerDropsIt() {
        String path = core("configmaps/shared");
        String empty = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"shared\"}}";
        wire.apply(path, "one", configMap("shared", "1"));
        wire.apply(path, "two", configMap("shared", "1"));
        assertThat(wire.apply(path, "one", empty).at("/data/a").asText()).isEqualTo("1");
        assertThat(wire.apply(path, "two", empty).at("/data/a").isMissingNode()).isTrue();
    }

    @Test
    void applyMergesAndPrunesListsByKey() {
        String path = group("apps", "daemonsets/lists");
        wire.apply(path, "one", daemonSet("""
            {"name":"c","image":"i:1","ports":[{"containerPort":80,"name":"web"}],"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],
            "volumeMounts":[{"name":"v","mountPath":"/v"}]},{"name":"d","image":"j:1"}"""));
        Wire.Reply added = wire.apply(path, "two", """
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"lists"},"spec":{"template":{"spec":{
            "containers":[{"name":"c","env":[{"name":"C","value":"3"}]}]}}}}""");
        assertThat(added.code()).as(added.message()).isEqualTo(200);
        assertThat(envOf(added)).containsExactlyInAnyOrder("A", "B", "C");
        Wire.Reply less = wire.apply(path, "one", daemonSet("""
            {"name":"c","image":"i:1","env":[{"name":"A","value":"1"}]}"""));
        assertThat(less.at("/spec/template/spec/containers")).hasSize(1);
        assertThat(envOf(less)).containsExactlyInAnyOrder("A", "C");
        assertThat(less.at("/spec/template/spec/containers/0/ports").isMissingNode())
                .isTrue();
        assertThat(less.at("/spec/template/spec/containers/0/volumeMounts").isMissingNode())
                .isTrue();
        assertThat(less.at("/metadata/generation").asInt()).isEqualTo(3);
    }

    @Test
    void ownedListItemsAreNamedByTheirKeys() {
        Wire.Reply made =
                wire.apply(group("apps", "daemonsets/keys"), "one", ObjectsContract.DAEMON_SET.formatted("keys"));
        JsonNode containers =
                made.at("/metadata/managedFields/0/fieldsV1/f:spec/f:template/f:spec/f:containers/k:{\"name\":\"c\"}");
        assertThat(names(containers)).containsExactlyInAnyOrder(".", "f:name", "f:image", "f:ports");
        JsonNode port = containers.path("f:ports").path("k:{\"containerPort\":80,\"protocol\":\"TCP\"}");
        assertThat(names(port)).containsExactlyInAnyOrder(".", "f:containerPort");
        JsonNode selector = made.at("/metadata/managedFields/0/fieldsV1/f:spec/f:selector");
        assertThat(selector).isEmpty();
    }

    @Test
    void statusIsAppliedThroughItsSubresource() {
        String path = group("apps", "daemonsets/status-applied");
        wire.apply(path, "one", ObjectsContract.DAEMON_SET.formatted("status-applied"));
        String status = """
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"status-applied"},
            "status":{"currentNumberScheduled":1,"desiredNumberScheduled":2,"numberMisscheduled":0,"numberReady":1,
            "conditions":[{"type":"Fine","status":"True"}]}}""";
        Wire.Reply applied = wire.apply(path + "/status", "one", status);
        assertThat(applied.code()).as(applied.message()).isEqualTo(200);
        assertThat(applied.at("/status/desiredNumberScheduled").asInt()).isEqualTo(2);
        assertThat(applied.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(applied.at("/spec/template/spec/containers")).hasSize(1);
        List<String> subresources = new ArrayList<>();
        applied.at("/metadata/managedFields")
                .forEach(each -> subresources.add(each.path("subresource").asText("")));
        assertThat(subresources).containsExactlyInAnyOrder("", "status");
        Wire.Reply again = wire.apply(path + "/status", "one", status);
        assertThat(again.version()).isEqualTo(applied.version());
        assertThat(wire.apply(group("apps", "daemonsets/none/status"), "one", status.replace("status-applied", "none"))
                        .code())
                .isEqualTo(404);
    }

    @Test
    void applyWithOldVersionConflicts() {
        wire.apply(core("configmaps/versioned"), "one", configMap("versioned", "1"));
        Wire.Reply late = wire.apply(core("configmaps/versioned"), "one", """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"versioned","resourceVersion":"1"},"data":{"a":"2"}}""");
        assertThat(late.code()).isEqualTo(409);
        assertThat(late.message()).contains("the object has been modified");
    }

    private static String daemonSet(String containers) {
        return """
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"lists"},
            "spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
            "spec":{"volumes":[{"name":"v","emptyDir":{}}],"containers":[%s]}}}}""".formatted(containers);
    }

    private static List<String> envOf(Wire.Reply daemonSet) {
        List<String> names = new ArrayList<>();
        byName(daemonSet.at("/spec/template/spec/containers"), "c")
                .path("env")
                .forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    private static JsonNode byName(JsonNode items, String name) {
        for (JsonNode item : items) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("no item " + name + " in " + items);
    }

    private static List<String> managers(Wire.Reply reply) {
        List<String> names = new ArrayList<>();
        reply.at("/metadata/managedFields")
                .forEach(each -> names.add(each.path("manager").asText()));
        return names;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new java.util.HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
