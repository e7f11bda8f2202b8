package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** How the value at a place in an object merges: what the {@code x-kubernetes-*-type} marks of an OpenAPI schema say. */
interface Structure {
    /** Whole value is one field, the unit of ownership. */
    Structure ATOMIC = new Structure() {
        @Override
        public Merge merge() {
            return Merge.ATOMIC;
        }

        @Override
        public Structure field(String name) {
            return this;
        }

        @Override
        public Structure items() {
            return this;
        }
    };

    /** ATOMIC: replaced as a whole. GRANULAR: objects by field. BY_KEY: lists by {@link #keys}. SET: lists of scalars. */
    enum Merge {
        ATOMIC,
        GRANULAR,
        BY_KEY,
        SET
    }

    Merge merge();

    Structure field(String name);

    /** The structure of a list's items. */
    Structure items();

    /** Names of the fields that tell items of a list apart; empty unless BY_KEY. */
    default List<String> keys() {
        return List.of();
    }

    /** What a key field is when an item leaves it out. */
    default Optional<JsonNode> keyDefault(String name) {
        return Optional.empty();
    }
}
