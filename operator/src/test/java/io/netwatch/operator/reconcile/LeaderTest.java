package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.operator.config.OperatorPlace;
import io.netwatch.operator.plan.PolicyKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several operators one acts. That losing the lease ends the process is not tried here: it would end this one. */
class LeaderTest {
    private ClusterUnderTest cluster;

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest("leader");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void onlyTheLeaderActsAndTheOtherTakesOverWhenItStops() {
        String shop = cluster.namespace("shop");
        RunningOperator first = cluster.operator(place("operator-0"));
        soon().until(() -> holder().equals("operator-0"));
        RunningOperator second = cluster.operator(place("operator-1"));
        PolicyKey one = cluster.policy(shop, "one", "{}");
        cluster.awaitCondition(one, "Accepted", "True", "Accepted");
        cluster.awaitDaemonSet();
        soon().until(second::isKnown);

        assertThat(second.passes()).isZero();
        assertThat(second.isAlive()).isTrue();
        assertThat(holder()).isEqualTo("operator-0");

        first.stop();

        soon().until(() -> holder().equals("operator-1"));
        PolicyKey two = cluster.policy(shop, "two", "{suspend: true}");
        cluster.awaitCondition(two, "Ready", "False", "Suspended");
        cluster.delete(one);
        cluster.awaitNothingMade();
        assertThat(second.passes()).isPositive();
    }

    private OperatorPlace place(String identity) {
        return new OperatorPlace(cluster.identity().namespace(), identity, null, true);
    }

    private String holder() {
        return cluster.admin()
                .leases()
                .inNamespace(cluster.identity().namespace())
                .withName("netwatch-operator")
                .get()
                .getSpec()
                .getHolderIdentity();
    }
}
