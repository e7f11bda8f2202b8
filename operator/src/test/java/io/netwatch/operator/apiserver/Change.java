package io.netwatch.operator.apiserver;

import java.util.Optional;

/**
 * One step in a kind's history.
 *
 * @param before the object as it was; empty for a creation
 * @param after the object as it is, for a deletion as it last was but with the deletion's version
 */
record Change(Optional<StoredObject> before, StoredObject after, boolean deletion) {
    long version() {
        return after.version();
    }

    /** The event that a watcher with this selector sees, or empty when it sees none. */
    Optional<String> eventFor(ResourceType served, Selector selector) {
        boolean was = before.filter(selector::matches).isPresent();
        boolean is = !deletion && selector.matches(after);
        if (!was && !is) {
            return Optional.empty();
        }
        String type = was && is ? "MODIFIED" : is ? "ADDED" : "DELETED";
        return Optional.of(event(type, EventForms.served(served, after)));
    }

    static String event(String type, String json) {
        return "{\"type\":\"" + type + "\",\"object\":" + json + "}";
    }
}
