package io.netwatch.operator.reconcile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Nodes in zones, namespaces with pods and policies, all counted from 0. Pod i is in namespace i%100, has label app i/100%10 and
 * runs on node i%5000, each of which has an agent that is ready. Policy k of a namespace is for its app k; a policy of the cluster
 * is for a zone.
 */
final class LargeCluster {
    static final int NODES = 5_000;
    static final int PODS = 10_000;
    static final int NAMESPACES = 100;
    static final int POLICIES_EACH = 9;
    static final int CLUSTER_POLICIES = 100;
    static final int POLICIES = NAMESPACES * POLICIES_EACH + CLUSTER_POLICIES;
    static final int APPS = 10;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    LargeCluster(String url) {
        this.url = url;
    }

    /** @param agents where, with these labels in JSON */
    void fill(String agents, String labels) {
        make("/api/v1/namespaces", NAMESPACES, i -> """
                {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"tenant-%d"}}""".formatted(i));
        make("/api/v1/nodes", NODES, i -> """
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-%d","labels":
                {"kubernetes.io/os":"linux","zone":"zone-%d"}}}""".formatted(i, i % CLUSTER_POLICIES));
        for (int n = 0; n < NAMESPACES; n++) {
            int namespace = n;
            make("/api/v1/namespaces/tenant-" + n + "/pods", PODS / NAMESPACES, i -> pod(i * NAMESPACES + namespace));
            make(policies(namespace), POLICIES_EACH, i -> """
                    {"apiVersion":"netwatch.io/v1alpha1","kind":"NetWatchPolicy","metadata":{"name":"policy-%d"},
                    "spec":{"podSelector":{"matchLabels":{"app":"app-%d"}}}}""".formatted(i, i));
        }
        make("/apis/netwatch.io/v1alpha1/clusternetwatchpolicies", CLUSTER_POLICIES, i -> """
                {"apiVersion":"netwatch.io/v1alpha1","kind":"ClusterNetWatchPolicy","metadata":{"name":"policy-%d"},
                "spec":{"nodeSelector":{"matchLabels":{"zone":"zone-%d"}}}}""".formatted(i, i));
        make("/api/v1/namespaces/" + agents + "/pods", NODES, i -> agent(i, labels));
    }

    private static String policies(int namespace) {
        return "/apis/netwatch.io/v1alpha1/namespaces/tenant-" + namespace + "/netwatchpolicies";
    }

    private static String pod(int i) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-%d","labels":{"app":"app-%d"}},
                "spec":{"nodeName":"node-%d","containers":[{"name":"c","image":"i"}]},
                "status":{"phase":"Running","podIP":"10.1.%d.%d"}}""".formatted(i, i / NAMESPACES % APPS, i % NODES, i / 250, i % 250);
    }

    private static String agent(int node, String labels) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"agent-%d","labels":%s},
                "spec":{"nodeName":"node-%d","containers":[{"name":"agent","image":"i"}]},
                "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""".formatted(node, labels, node);
    }

    private void make(String path, int count, IntFunction<String> body) {
        IntStream.range(0, count).parallel().forEach(i -> send("POST", path, "application/json", body.apply(i)));
    }

    /** A change, as a JSON merge patch. */
    void change(String path, String patch) {
        send("PATCH", path, "application/merge-patch+json", patch);
    }

    private void send(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", type)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
