package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.operator.apiserver.ApiProxy;
import io.netwatch.operator.apiserver.ProxiedRequest;
import io.netwatch.operator.apiserver.TestApiServer;
import io.netwatch.operator.plan.PolicyKey;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that fails, vanishes or forgets: whatever happened, what is changed afterwards is followed. */
class OutageTest {
    private ClusterUnderTest cluster;
    private ApiProxy proxy;
    private String shop;
    private String node;

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest("outage");
        proxy = cluster.api().proxy();
        shop = cluster.namespace("shop");
        node = cluster.node("a", Map.of());
    }

    @AfterEach
    void close() {
        proxy.accept();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 503})
    void triesAStatusAgainThatWasRefused(int status) {
        cluster.operator();
        proxy.failNext("patch", "netwatchpolicies/status", status);
        proxy.failNext("patch", "netwatchpolicies/status", status);

        PolicyKey policy = cluster.policy(shop, "one", "{}");

        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");
        assertThat(proxy.requests().stream()
                        .filter(request -> request.rbacResource().equals("netwatchpolicies/status"))
                        .count())
                .isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "daemonsets, 409",
        "configmaps, 409",
        "daemonsets, 429",
        "secrets, 500",
        "serviceaccounts, 500",
        "services, 503"
    })
    void appliesAgainWhatWasRefused(String resource, int status) {
        cluster.operator();
        int tries =
                status == 409 ? 3 : 5; // beyond what the client itself tries again, which it does not after a conflict
        for (int i = 0; i < tries; i++) {
            proxy.failNext("patch", resource, status);
        }

        PolicyKey policy = cluster.policy(shop, "one", "{}");

        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");
        cluster.awaitAllMade();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void startsThoughTheFirstListsFail(int status) {
        for (String resource : new String[] {"pods", "nodes", "netwatchpolicies", "daemonsets"}) {
            proxy.failNext("list", resource, status);
        }
        PolicyKey policy = cluster.policy(shop, "one", "{}");

        cluster.operator();

        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");
        cluster.awaitDaemonSet();
    }

    @Test
    void followsChangesAfterItsWatchesWereDropped() {
        followsChangesAfter(proxy::dropWatches);
    }

    @Test
    void followsChangesAfterItsWatchesGotTooOld() {
        followsChangesAfter(() -> {
            proxy.expireWatches();
            proxy.dropWatches();
        });
    }

    @Test
    void followsChangesAfterTheServerWasOutOfReach() {
        followsChangesAfter(() -> {
            proxy.refuse();
            pause();
            proxy.accept();
        });
    }

    /** A real server can't be stopped by a test: there the proxy's refusals stand for it. */
    @Test
    void followsChangesAfterTheServerWasStartedAnewAndHasForgottenItsHistory() {
        Optional<TestApiServer> server = cluster.api().server();
        followsChangesAfter(() -> {
            server.ifPresentOrElse(TestApiServer::stop, proxy::refuse);
            pause();
            server.ifPresent(TestApiServer::forgetHistory);
            server.ifPresentOrElse(TestApiServer::start, proxy::accept);
        });
    }

    @Test
    void seesWhatWasChangedWhileTheServerWasOutOfReach() {
        cluster.operator();
        PolicyKey stays = cluster.policy(shop, "stays", "{}");
        PolicyKey goes = cluster.clusterPolicy("goes", "{}");
        cluster.awaitCondition(stays, "Accepted", "True", "Accepted");
        cluster.awaitCondition(goes, "Accepted", "True", "Accepted");
        cluster.awaitDaemonSet();

        proxy.refuse();
        cluster.delete(goes);
        cluster.change(stays, "{suspend: true}");
        pause();
        proxy.accept();

        cluster.awaitCondition(stays, "Ready", "False", "Suspended");
        cluster.awaitNothingMade();
    }

    private void followsChangesAfter(Runnable outage) {
        RunningOperator operator = cluster.operator();
        PolicyKey policy = cluster.policy(shop, "one", "{}");
        cluster.awaitCondition(policy, "Degraded", "True", "SelectsNothing");
        cluster.awaitDaemonSet();

        outage.run();

        cluster.pod(shop, "web", node, Map.of()); // pods' watch
        cluster.awaitCondition(policy, "Ready", "False", "RollingOut");
        cluster.kubelet().ready(node);
        cluster.awaitCondition(policy, "Ready", "True", "Watching");
        cluster.admin().resource(cluster.daemonSet()).delete(); // the operator's own objects' watches
        cluster.awaitDaemonSet();
        PolicyKey other = cluster.clusterPolicy("other", "{}"); // the policies' watches
        cluster.awaitCondition(other, "Accepted", "True", "Accepted");
        cluster.delete(policy);
        cluster.delete(other);
        cluster.awaitNothingMade();
        assertThat(operator.isAlive()).isTrue();
    }

    /** Long enough for each watch to fail once. */
    private void pause() {
        long before = failures();
        soon().until(() -> failures() >= before + 5 || cluster.api().server().isPresent());
    }

    private long failures() {
        return proxy.requests().stream().filter(ProxiedRequest::isWatch).count();
    }
}
