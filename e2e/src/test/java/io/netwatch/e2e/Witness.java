package io.netwatch.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netwatch.e2e.system.AgentAccess;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Follows what the agent tells of connections of a namespace, event by event, and remembers all of it. */
final class Witness implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";

    private final Stream<String> lines;
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::listen, "witness");
    private volatile boolean closing;
    private volatile RuntimeException failure;

    Witness(AgentAccess agent, String namespace) {
        this.lines = agent.follow("/api/v1/events?namespace=" + namespace);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith(DATA)) {
                    told.add(JSON.readTree(line.substring(DATA.length())));
                }
            }
            failure = new IllegalStateException("the agent ended its stream of events");
        } catch (JsonProcessingException e) {
            failure = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** All that was told up to now; fails when the stream broke, as what it tells afterwards is missed. */
    List<JsonNode> told() {
        if (failure != null && !closing) {
            throw failure;
        }
        return told;
    }

    @Override
    public void close() {
        closing = true;
        lines.close();
    }
}
