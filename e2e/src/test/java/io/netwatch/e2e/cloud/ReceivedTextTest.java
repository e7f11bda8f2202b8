package io.netwatch.e2e.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.snapshot.Peer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceivedTextTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:15Z");
    private static final Peer CART = new Peer("shop", "cart-0", null, null, null, null, null, "ip", "cart", null);
    private static final Peer SERVICE = new Peer("shop", null, null, null, null, null, null, "ip", "mail", null);
    private static final Peer OUTSIDE =
            new Peer(null, null, null, null, null, null, null, "external", null, "example.org");

    @Test
    void namesThePairsWithMostConnectionsFirst() {
        var frontend = Bodies.pod("shop", "frontend-1");

        var snapshot = Bodies.snapshot(
                NOW,
                Bodies.connection(frontend, OUTSIDE, "ECONNREFUSED"),
                Bodies.connection(frontend, CART, null),
                Bodies.connection(frontend, CART, null),
                Bodies.connection(null, SERVICE, null),
                Bodies.connection(null, null, null));

        assertThat(ReceivedText.line(new Received(NOW, Bodies.host(1), snapshot)))
                .isEqualTo(
                        "12:00:15  node-1  5 connections, 1 failed, 0 alerts, 0 processes:"
                                + " shop/frontend-1 -> shop/cart-0 (2), shop/frontend-1 -> example.org (1), server -> shop/mail (1)");
    }

    @Test
    void isShortWithoutConnections() {
        assertThat(ReceivedText.line(new Received(NOW, Bodies.host(1), Bodies.snapshot(NOW))))
                .isEqualTo("12:00:15  node-1  0 connections, 0 failed, 0 alerts, 0 processes");
    }
}
