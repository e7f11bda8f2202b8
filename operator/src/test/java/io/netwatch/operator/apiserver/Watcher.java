package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One open watch: turns changes into events of its kind. Its lines go out in the order in which they were given. */
final class Watcher {
    private final ResourceType type;
    private final Selector selector;
    private final boolean bookmarks;
    private final Line line;

    /** Where events go: one JSON text each. */
    interface Line {
        void send(String event);

        /** Ends the stream as a server does that has nothing more to say. */
        void end();

        /** Cuts the connection. */
        void cut();
    }

    Watcher(ResourceType type, Selector selector, boolean bookmarks, Line line) {
        this.type = type;
        this.selector = selector;
        this.bookmarks = bookmarks;
        this.line = line;
    }

    ResourceType type() {
        return type;
    }

    Selector selector() {
        return selector;
    }

    Line line() {
        return line;
    }

    void see(Change change) {
        change.eventFor(type, selector).ifPresent(line::send);
    }

    void add(StoredObject object) {
        line.send(Change.event("ADDED", EventForms.served(type, object)));
    }

    /** Tells the version reached, if the client allows bookmarks. */
    void bookmark(long version, boolean endOfInitialList) {
        if (!bookmarks) {
            return;
        }
        ObjectNode mark = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
        ObjectNode metadata = mark.putObject("metadata").put("resourceVersion", Long.toString(version));
        metadata.putNull("creationTimestamp");
        if (endOfInitialList) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        line.send(Change.event("BOOKMARK", Json.write(mark)));
    }
}
