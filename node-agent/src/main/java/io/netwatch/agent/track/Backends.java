package io.netwatch.agent.track;

import io.netwatch.agent.event.Endpoint;

/** Is asked what answers behind a Service's address; the answer comes as {@link ConnectionTable#onBackend}. Never waits. */
@FunctionalInterface
public interface Backends {
    /** Nobody knows. */
    Backends UNKNOWN = (id, client, service) -> {};

    /** Asks about the connection of this id. */
    void ask(long id, Endpoint client, Endpoint service);
}
