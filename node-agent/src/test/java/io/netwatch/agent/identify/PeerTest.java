package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.identity.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who the other ends are: by address, and by who held it when the connection began. */
class PeerTest {
    private static final String IP = "10.244.2.7";
    private static final String CART = "IP POD shop/cart-1 Deployment/cart @node-b";
    private static final String NEXT = "IP POD shop/next-1 Deployment/next @node-b";

    private final Cluster cluster = new Cluster();

    @BeforeEach
    void tellTheNodes() {
        cluster.snapshot(
                Cluster.node("node-a", "10.244.1.0/24", "192.168.0.1"),
                Cluster.node("node-b", "10.244.2.0/24", "192.168.0.2", "fd00::2"));
        cluster.passMillis(10_000);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Trouble trouble(String ip, int port) {
        return cluster.directory.trouble(cluster.peer(ip, port, cluster.now()));
    }

    private static IdentityLine.Address ready(String ip) {
        return new IdentityLine.Address(ip, true);
    }

    @Test
    void namesThePodThatHoldsTheAddress() {
        cluster.tell(cluster.pod("cart", IP, "fd00:1::7"));

        assertThat(cluster.who(IP, 0)).isEqualTo(CART + " unsettled");
        assertThat(cluster.who("fd00:1::7", 8080)).isEqualTo(CART + " unsettled");
    }

    @Test
    void settlesWhenNothingElseWasToldForTwoSeconds() {
        cluster.tell(cluster.pod("cart", IP));
        End end = cluster.peer(IP, 0, cluster.now());
        cluster.passMillis(1_900);
        assertThat(end.isSettled()).isFalse();

        cluster.passMillis(600);

        assertThat(end.isSettled()).isTrue();
        assertThat(cluster.peer(IP, 0, cluster.now() - 3_000_000_000L).isSettled())
                .isTrue();
    }

    @Test
    void namesWhoHeldTheAddressWhenTheConnectionBegan() {
        cluster.tell(cluster.pod("cart", IP));
        long first = cluster.passMillis(5_000);
        cluster.tell(cluster.podGone("cart"));
        long between = cluster.passMillis(5_000);
        cluster.passMillis(5_000);
        cluster.tell(cluster.pod("next", IP));
        long second = cluster.passMillis(5_000);

        assertThat(Cluster.text(cluster.peer(IP, 0, first))).isEqualTo(CART);
        assertThat(Cluster.text(cluster.peer(IP, 0, between))).isEqualTo("UNKNOWN UNKNOWN");
        assertThat(Cluster.text(cluster.peer(IP, 0, second))).startsWith(NEXT);
    }

    @Test
    void doesNotGuessWhereTwoMayHaveHeldTheAddress() {
        cluster.tell(cluster.pod("cart", IP));
        long between = cluster.passMillis(10_000);
        IdentityLine next = cluster.pod("next", IP);
        cluster.passMillis(1_000);
        assertThat(Cluster.text(cluster.peer(IP, 0, between))).isEqualTo(CART + " unsettled");

        long before = cluster.directory.version();
        cluster.tell(next);

        assertThat(cluster.directory.version()).isNotEqualTo(before);
        assertThat(Cluster.text(cluster.peer(IP, 0, between))).isEqualTo("IP_AMBIGUOUS POD shop/? @node-b unsettled");
        long after = cluster.passMillis(1_000);
        cluster.tell(cluster.podGone("cart"));
        cluster.passMillis(3_000);

        assertThat(Cluster.text(cluster.peer(IP, 0, after))).isEqualTo("IP_AMBIGUOUS POD shop/? @node-b");
        assertThat(cluster.who(IP, 0)).isEqualTo(NEXT + " unsettled");
    }

    @Test
    void neverNamesAPodInTheNodesNetworkByAddress() {
        cluster.tell(IdentityLine.of(new IdentityLine.Pod(
                "u1", "kube-system", "proxy-1", "node-b", List.of("192.168.0.2"), true, null, 0, 0)));

        assertThat(cluster.who("192.168.0.2", 10250)).isEqualTo("HOST NODE node-b @node-b");
        assertThat(cluster.who("fd00::2", 0)).isEqualTo("HOST NODE node-b @node-b");
    }

    @Test
    void knowsPodsOfThisNodeFromTheApiServer() {
        cluster.directory.onPod(cluster.nodePod("u1", "own", null, "10.244.1.9", "fd00:2::9"));

        String own = "IP POD shop/own Deployment/own @node-a";
        assertThat(cluster.who("10.244.1.9", 0)).isEqualTo(own + " unsettled");
        assertThat(cluster.who("fd00:2::9", 0)).isEqualTo(own + " unsettled");
        cluster.directory.onOperator(false);
        assertThat(cluster.who("10.244.1.9", 0)).isEqualTo(own + " unsettled");
        cluster.directory.onApiServer(false);
        assertThat(cluster.who("10.244.1.9", 0)).isEqualTo(own + " stale unsettled");
    }

    @Test
    void believesWhoTellsOfAnEndFirst() {
        NodePod pod = cluster.nodePod("uid-cart", "cart-1", null, IP);
        cluster.directory.onPod(pod);
        cluster.tell(cluster.pod("cart", IP));
        cluster.passMillis(10_000);
        cluster.directory.onPodGone("uid-cart");
        cluster.passMillis(3_000);
        cluster.tell(cluster.pod("cart", IP));

        assertThat(cluster.who(IP, 0)).isEqualTo("UNKNOWN UNKNOWN unsettled");
    }

    @Test
    void anAddressOfTheServiceIsTheService() {
        cluster.tell(
                Cluster.service(
                        "catalog", "10.96.0.10", Cluster.port("http", 80, 30080), Cluster.port("admin", 9000, 0)),
                Cluster.service("single", "10.96.0.11", Cluster.port(null, 8080, 0)));

        assertThat(cluster.who("10.96.0.10", 80)).isEqualTo("IP SERVICE shop/catalog via catalog:http");
        assertThat(cluster.who("10.96.0.10", 9000)).isEqualTo("IP SERVICE shop/catalog via catalog:admin");
        assertThat(cluster.who("10.96.0.10", 81)).isEqualTo("IP SERVICE shop/catalog via catalog:81");
        assertThat(cluster.who("10.96.0.11", 8080)).isEqualTo("IP SERVICE shop/single via single:8080");
    }

    @Test
    void aNodePortIsTheService() {
        cluster.tell(
                Cluster.service("catalog", "10.96.0.10", Cluster.port("http", 80, 30080)),
                IdentityLine.of(new IdentityLine.Service(
                        "shop",
                        "front",
                        List.of(),
                        List.of("192.168.0.2", "203.0.113.5"),
                        List.of(Cluster.port("https", 443, 0)))));

        assertThat(cluster.who("192.168.0.1", 30080)).isEqualTo("IP SERVICE shop/catalog via catalog:http");
        assertThat(cluster.who("192.168.0.1", 30081)).isEqualTo("HOST NODE node-a @node-a");
        assertThat(cluster.who("192.168.0.2", 443)).isEqualTo("IP SERVICE shop/front via front:https");
        assertThat(cluster.who("192.168.0.2", 22)).isEqualTo("HOST NODE node-b @node-b");
        assertThat(cluster.who("203.0.113.5", 443)).isEqualTo("IP SERVICE shop/front via front:https");
    }

    @Test
    void saysThroughWhichServiceAPodIsReached() {
        cluster.tell(
                cluster.pod("cart", IP),
                Cluster.service("catalog", "10.96.0.10", Cluster.port("http", 80, 0)),
                Cluster.endpoints("catalog", "http", 8080, ready(IP)));
        assertThat(cluster.who(IP, 8080)).isEqualTo(CART + " via catalog:http unsettled");
        assertThat(cluster.who(IP, 8081)).isEqualTo(CART + " unsettled");
        assertThat(cluster.who(IP, 0)).isEqualTo(CART + " unsettled");

        cluster.tell(Cluster.endpoints("other", "http", 8080, ready(IP)));

        assertThat(cluster.who(IP, 8080)).isEqualTo(CART + " unsettled");
    }

    @Test
    void tellsWhyAServiceDoesNotAnswer() {
        cluster.tell(Cluster.service("catalog", "10.96.0.10", Cluster.port("http", 80, 0)));
        assertThat(trouble("10.96.0.10", 80)).isEqualTo(Trouble.NO_ENDPOINTS);

        cluster.tell(Cluster.endpoints("catalog", "http", 8080, new IdentityLine.Address(IP, false)));
        assertThat(trouble("10.96.0.10", 80)).isEqualTo(Trouble.NO_READY_ENDPOINTS);

        cluster.tell(Cluster.endpoints("catalog", "http", 8080, ready(IP)));
        assertThat(trouble("10.96.0.10", 80)).isEqualTo(Trouble.NONE);

        cluster.tell(IdentityLine.of(new IdentityLine.Gone("endpoints", "shop", "catalog-x1", null, 0)));
        assertThat(trouble("10.96.0.10", 80)).isEqualTo(Trouble.NO_ENDPOINTS);
    }

    @Test
    void tellsThatThePodHasEnded() {
        cluster.tell(cluster.pod("cart", IP));
        End end = cluster.peer(IP, 80, cluster.passMillis(1_000));
        assertThat(cluster.directory.trouble(end)).isEqualTo(Trouble.NONE);

        cluster.tell(cluster.pod("cart", cluster.nowSeconds() - 1, cluster.nowSeconds(), IP));

        assertThat(cluster.directory.trouble(end)).isEqualTo(Trouble.POD_ENDED);
        cluster.passMillis(5_000);
        assertThat(cluster.who(IP, 80)).isEqualTo("UNKNOWN UNKNOWN unsettled");
        assertThat(trouble(IP, 80)).isEqualTo(Trouble.POD_ENDED);
    }

    @Test
    void whatIsOutsideIsExternal() {
        assertThat(cluster.who("203.0.113.9", 443)).isEqualTo("EXTERNAL EXTERNAL");
        assertThat(cluster.who("10.1.2.3", 5432)).isEqualTo("EXTERNAL EXTERNAL unsettled");
        assertThat(cluster.who("10.244.2.200", 80)).isEqualTo("UNKNOWN UNKNOWN unsettled");
        assertThat(cluster.who("127.0.0.1", 80)).isEqualTo("UNKNOWN UNKNOWN unsettled");
        assertThat(cluster.who("0.0.0.0", 0)).isEqualTo("UNKNOWN UNKNOWN");
        cluster.passMillis(6_000);
        assertThat(Cluster.text(cluster.peer("10.1.2.3", 1, cluster.now() - 5_000_000_000L)))
                .isEqualTo("EXTERNAL EXTERNAL");
    }

    @Test
    void nothingIsExternalBeforeTheFirstSnapshot() {
        try (Cluster fresh = new Cluster()) {
            assertThat(fresh.who("203.0.113.9", 443)).isEqualTo("UNKNOWN UNKNOWN unsettled");
            fresh.directory.onLine(IdentityLine.of(new IdentityLine.Begin("s", true)));
            assertThat(fresh.who("203.0.113.9", 443)).isEqualTo("UNKNOWN UNKNOWN unsettled");
            fresh.current();
            assertThat(fresh.who("203.0.113.9", 443)).isEqualTo("EXTERNAL EXTERNAL");
        }
    }

    @Test
    void keepsPeersAsLastKnownWhileTheOperatorIsGone() {
        cluster.tell(cluster.pod("cart", IP), Cluster.service("catalog", "10.96.0.10", Cluster.port("http", 80, 0)));
        cluster.passMillis(5_000);
        cluster.directory.onOperator(false);

        assertThat(cluster.who(IP, 0)).isEqualTo(CART + " stale unsettled");
        assertThat(cluster.who("10.96.0.10", 80)).isEqualTo("IP SERVICE shop/catalog via catalog:http stale");
        assertThat(cluster.who("192.168.0.2", 1)).isEqualTo("HOST NODE node-b @node-b stale");
        assertThat(cluster.who("203.0.113.9", 1)).isEqualTo("EXTERNAL EXTERNAL stale");
        cluster.directory.onOperator(true);
        assertThat(cluster.who(IP, 0)).isEqualTo(CART + " unsettled");
    }

    @Test
    void whatDoesNotComeInASnapshotIsGone() {
        cluster.tell(
                cluster.pod("cart", IP),
                cluster.pod("stays", "10.244.2.8"),
                Cluster.service("catalog", "10.96.0.10", Cluster.port("http", 80, 0)),
                Cluster.endpoints("catalog", "http", 8080, ready(IP)));
        long while_ = cluster.passMillis(5_000);
        cluster.passMillis(5_000);
        cluster.snapshot(Cluster.node("node-b", "10.244.2.0/24", "192.168.0.2"), cluster.pod("stays", "10.244.2.8"));
        cluster.passMillis(5_000);

        assertThat(Cluster.text(cluster.peer(IP, 8080, while_))).isEqualTo(CART);
        assertThat(cluster.who(IP, 8080)).isEqualTo("UNKNOWN UNKNOWN unsettled");
        assertThat(cluster.who("10.244.2.8", 80)).startsWith("IP POD shop/stays-1");
        assertThat(cluster.who("10.96.0.10", 80)).startsWith("EXTERNAL");
        assertThat(cluster.who("192.168.0.1", 80)).startsWith("EXTERNAL");
    }

    @Test
    void aStreamThatGoesOnSweepsNothing() {
        cluster.tell(cluster.pod("cart", IP));
        cluster.directory.onLine(IdentityLine.of(new IdentityLine.Begin("s", false)));
        cluster.current();
        cluster.passMillis(5_000);

        assertThat(cluster.who(IP, 0)).startsWith(CART);
    }

    @Test
    void remembersAGonePodForTenMinutesAndItsNameForEver() {
        cluster.tell(cluster.pod("cart", IP));
        long opened = cluster.passMillis(1_000);
        End end = cluster.peer(IP, 0, opened);
        cluster.passMillis(3_000);
        cluster.tell(cluster.podGone("cart"));
        cluster.passMillis(9 * 60_000);
        assertThat(Cluster.text(cluster.peer(IP, 0, opened))).isEqualTo(CART);

        cluster.passMillis(2 * 60_000);

        assertThat(Cluster.text(cluster.peer(IP, 0, opened))).isEqualTo("UNKNOWN UNKNOWN");
        assertThat(Cluster.text(end)).isEqualTo(CART);
    }

    @Test
    void namesAConnectionFromBeforeTheAgentByWhoHeldTheAddressThen() {
        cluster.tell(cluster.pod("cart", 0, 0, IP));

        assertThat(Cluster.text(cluster.peer(IP, 80, 0))).isEqualTo(CART);
    }

    @Test
    void aPodWithoutAControllerHasNoWorkload() {
        cluster.tell(
                IdentityLine.of(new IdentityLine.Pod("u", "shop", "alone", "node-b", List.of(IP), false, null, 0, 0)));

        assertThat(cluster.who(IP, 0)).isEqualTo("IP POD shop/alone @node-b unsettled");
    }

    @Test
    void aPodThatCompletedAndAnotherThatRunsShareAnAddress() {
        long started = cluster.nowSeconds() - 3600;
        cluster.snapshot(
                Cluster.node("node-b", "10.244.2.0/24"),
                IdentityLine.of(new IdentityLine.Pod(
                        "j",
                        "shop",
                        "report-1",
                        "node-b",
                        List.of(IP),
                        false,
                        new Workload("Job", "report"),
                        started,
                        started + 60)),
                cluster.pod("cart", started + 300, 0, IP));

        assertThat(cluster.who(IP, 0)).startsWith(CART);
    }

    @Test
    void answersAreOneObjectWhileTheyAreTheSame() {
        cluster.tell(cluster.pod("cart", IP), Cluster.service("catalog", "10.96.0.10", Cluster.port("http", 80, 0)));
        long opened = cluster.passMillis(1_000);
        cluster.passMillis(10_000);

        assertThat(cluster.peer(IP, 0, opened)).isSameAs(cluster.peer(IP, 0, opened));
        assertThat(cluster.peer("10.96.0.10", 80, opened)).isSameAs(cluster.peer("10.96.0.10", 80, opened));
    }

    @Test
    void toleratesLinesWithNothingInThem() {
        cluster.tell(
                IdentityLine.of(new IdentityLine.Pod("u", "shop", "p", null, null, false, null, 0, 0)),
                IdentityLine.of(new IdentityLine.Service("shop", "s", null, null, null)),
                IdentityLine.of(new IdentityLine.Endpoints("shop", "e", "s", null, null)),
                IdentityLine.of(new IdentityLine.Node(null, "n", null, null, null)),
                IdentityLine.of(new IdentityLine.Namespace("shop", Map.of())),
                IdentityLine.of(new IdentityLine.Gone("something", null, "x", null, 0)),
                new IdentityLine(null, null, null, null, null, null, null, null));

        assertThat(cluster.who("203.0.113.9", 1)).startsWith("EXTERNAL");
    }
}
