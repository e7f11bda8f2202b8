package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What happens after a deletion, and the reviews. */
abstract class LifecycleContract extends ContractCase {
    @Test
    void dependentsVanishWithTheirLastOwner() {
        String one = uid(wire.post(core("configmaps"), configMap("owner-1", "1")));
        String two = uid(wire.post(core("configmaps"), configMap("owner-2", "1")));
        wire.post(core("secrets"), owned("of-both", owner("owner-1", one) + "," + owner("owner-2", two)));
        wire.post(core("secrets"), owned("of-one", owner("owner-1", one)));
        wire.delete(core("configmaps/owner-1"));
        soon().until(() -> wire.get(core("secrets/of-one")).code() == 404);
        assertThat(wire.get(core("secrets/of-both")).code()).isEqualTo(200);
        wire.delete(core("configmaps/owner-2"));
        soon().until(() -> wire.get(core("secrets/of-both")).code() == 404);
    }

    @Test
    void dependentOfNobodyVanishes() {
        String nobody = "00000000-0000-4000-8000-000000000000";
        assertThat(wire.post(core("secrets"), owned("of-nobody", owner("nobody", nobody)))
                        .code())
                .isEqualTo(201);
        soon().until(() -> wire.get(core("secrets/of-nobody")).code() == 404);
    }

    @Test
    void orphansStay() {
        String uid = uid(wire.post(core("configmaps"), configMap("leaver", "1")));
        wire.post(core("secrets"), owned("orphan", owner("leaver", uid)));
        wire.send("DELETE", core("configmaps/leaver"), Wire.JSON, "{\"propagationPolicy\":\"Orphan\"}");
        soon().until(() -> wire.get(core("configmaps/leaver")).code() == 404);
        Wire.Reply orphan = wire.get(core("secrets/orphan"));
        assertThat(orphan.code()).isEqualTo(200);
        assertThat(orphan.at("/metadata/ownerReferences")).isEmpty();
    }

    @Test
    void foregroundDeletionTakesDependentsFirst() {
        String uid = uid(wire.post(core("configmaps"), configMap("captain", "1")));
        wire.post(core("secrets"), owned("crew", owner("captain", uid)));
        Wire.Reply marked =
                wire.send("DELETE", core("configmaps/captain"), Wire.JSON, "{\"propagationPolicy\":\"Foreground\"}");
        assertThat(marked.at("/metadata/finalizers/0").asText()).isEqualTo("foregroundDeletion");
        soon().until(() -> wire.get(core("configmaps/captain")).code() == 404);
        soon().until(() -> wire.get(core("secrets/crew")).code() == 404);
    }

    @Test
    void namespaceTakesItsContentsAlong() {
        String name = api.namespace("doomed");
        String path = "/api/v1/namespaces/" + name;
        assertThat(wire.get(path).at("/status/phase").asText()).isEqualTo("Active");
        wire.post(path + "/configmaps", configMap("inside", "1"));
        wire.post(path + "/configmaps", """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["netwatch.io/hold"]}}""");
        wire.delete(path);
        soon().until(() -> wire.get(path + "/configmaps/inside").code() == 404);
        assertThat(wire.get(path).at("/status/phase").asText()).isEqualTo("Terminating");
        Wire.Reply refused = wire.post(path + "/configmaps", configMap("late", "1"));
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("configmaps \"late\" is forbidden: unable to create new content in namespace " + name
                        + " because it is being terminated");
        wire.patch(path + "/configmaps/held", Wire.MERGE, "{\"metadata\":{\"finalizers\":null}}");
        soon().until(() -> wire.get(path).code() == 404);
    }

    @Test
    void podOnNodeWaitsForItsKubelet() {
        String pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{%s"containers":[{"name":"c","image":"i"}]}}""";
        wire.post(core("pods"), pod.formatted("free", ""));
        wire.post(core("pods"), pod.formatted("bound", "\"nodeName\":\"n\","));
        assertThat(wire.delete(core("pods/free")).at("/kind").asText()).isEqualTo("Pod");
        assertThat(wire.get(core("pods/free")).code()).isEqualTo(404);
        assertThat(wire.delete(core("pods/bound"))
                        .at("/metadata/deletionGracePeriodSeconds")
                        .asInt())
                .isEqualTo(30);
        assertThat(wire.get(core("pods/bound")).code()).isEqualTo(200);
        wire.delete(core("pods/bound?gracePeriodSeconds=0"));
        assertThat(wire.get(core("pods/bound")).code()).isEqualTo(404);
    }

    @Test
    void tokensAndAccessAreReviewed() {
        String path = "/metrics-" + api.runLabel();
        String token = api.token(namespace, "reader", path);
        Wire.Reply known = review("authentication", "tokenreviews", "TokenReview", "{\"token\":\"" + token + "\"}");
        assertThat(known.code()).isEqualTo(201);
        assertThat(known.at("/status/authenticated").asBoolean()).isTrue();
        String user = known.at("/status/user/username").asText();
        assertThat(user).isEqualTo("system:serviceaccount:" + namespace + ":reader");
        Wire.Reply unknown = review("authentication", "tokenreviews", "TokenReview", "{\"token\":\"x\"}");
        assertThat(unknown.at("/status/authenticated").asBoolean()).isFalse();
        soon().until(() -> allowed(user, path));
        assertThat(allowed(user, "/other")).isFalse();
        assertThat(allowed("somebody", path)).isFalse();
        Wire.Reply self = review(
                "authorization",
                "selfsubjectaccessreviews",
                "SelfSubjectAccessReview",
                "{\"resourceAttributes\":{\"verb\":\"list\",\"resource\":\"pods\"}}");
        assertThat(self.at("/status/allowed").asBoolean()).isTrue();
    }

    @Test
    void removedDefinitionTakesItsObjectsAlong() {
        Definitions.install(wire);
        String path = group(Definitions.GROUP, "gauges");
        Wire.Reply made = wire.post(path, """
            {"apiVersion":"contract.netwatch.io/v1","kind":"Gauge","metadata":{"name":"last"},"spec":{"size":1}}""");
        assertThat(made.code()).isEqualTo(201);
        wire.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gauges." + Definitions.GROUP);
        soon().until(() -> wire.get(path).code() == 404);
    }

    private boolean allowed(String user, String path) {
        String spec = "{\"user\":\"%s\",\"nonResourceAttributes\":{\"path\":\"%s\",\"verb\":\"get\"}}";
        return review("authorization", "subjectaccessreviews", "SubjectAccessReview", spec.formatted(user, path))
                .at("/status/allowed")
                .asBoolean();
    }

    private Wire.Reply review(String group, String plural, String kind, String spec) {
        String body = "{\"apiVersion\":\"%s.k8s.io/v1\",\"kind\":\"%s\",\"spec\":%s}".formatted(group, kind, spec);
        return wire.post("/apis/" + group + ".k8s.io/v1/" + plural, body);
    }

    private static String uid(Wire.Reply made) {
        return made.at("/metadata/uid").asText();
    }

    private static String owner(String name, String uid) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"%s\",\"uid\":\"%s\"}".formatted(name, uid);
    }

    private static String owned(String name, String owners) {
        return """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","ownerReferences":[%s]}}""".formatted(name, owners);
    }
}
