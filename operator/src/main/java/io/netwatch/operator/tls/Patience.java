package io.netwatch.operator.tls;

import java.time.Duration;

/**
 * How long a server waits for its callers.
 *
 * @param head for the handshake, and from there for the first request's complete head
 * @param decision for the check and the scrape of metrics together
 * @param next from an answer to the end of the next request's head, the sending of the answer included
 */
record Patience(Duration head, Duration decision, Duration next) {
    /** {@code next} is above Prometheus' default scrape interval of one minute, {@code decision} at its timeout of 10 s. */
    static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(2));
}
