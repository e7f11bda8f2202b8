package io.netwatch.agent.view;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Connections over HTTP. Both ways take the query parameters {@code port}, {@code pid}, {@code comm}, {@code namespace},
 * {@code pod}, {@code workload} (each repeatable) and {@code failed}, the list also {@code limit}; a wrong one is answered with 400 and a sentence.
 */
@Path("/api/v1")
public final class ConnectionsResource {
    private static final List<String> LIST_PARAMETERS =
            Stream.concat(QueryFilter.NAMES.stream(), Stream.of("limit")).toList();

    private final Connections connections;
    private final Counters counters;
    private final ChangePublisher changes;

    ConnectionsResource(Connections connections, Counters counters, ChangePublisher changes) {
        this.connections = connections;
        this.counters = counters;
        this.changes = changes;
    }

    /** Those that the agent knows now, open or lately ended, newest change first. */
    @GET
    @Path("connections")
    @Produces(MediaType.APPLICATION_JSON)
    public StreamingOutput list(@Context UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        int limit = checked(() -> {
            QueryFilter.allow(query, LIST_PARAMETERS);
            return QueryFilter.limit(query);
        });
        NewestConnections newest = NewestConnections.of(connections, match(query), limit);
        Completeness completeness = counters.now();
        return out -> ConnectionJson.write(completeness, newest, out);
    }

    /** What happens from now on; an event {@code lost} says how many a slow reader missed. */
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> events(@Context UriInfo uri, @Context Sse sse) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        ConnectionMatch match = checked(() -> {
            QueryFilter.allow(query, QueryFilter.NAMES);
            return match(query);
        });
        if (!changes.hasRoom()) {
            throw refusal(Response.Status.SERVICE_UNAVAILABLE, "Too many readers of events; close one of them.");
        }
        return Multi.createFrom()
                .publisher(changes.stream(match))
                .map(line -> sse.newEventBuilder()
                        .name(line.event())
                        .data(line.json())
                        .build());
    }

    private static ConnectionMatch match(MultivaluedMap<String, String> query) {
        return checked(() -> new ConnectionMatch(QueryFilter.of(query)));
    }

    private static <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw refusal(Response.Status.BAD_REQUEST, e.getMessage());
        }
    }

    private static WebApplicationException refusal(Response.Status status, String sentence) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(ConnectionJson.message(sentence))
                .build());
    }
}
