package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A set of fields of an object, as {@code managedFields} means it: a path is a list of {@code f:name}, {@code k:{"key":..}} and
 * {@code v:value} elements. Source: structured-merge-diff, {@code fieldpath/serialize-pe.go}.
 */
final class FieldPaths {
    private static final Set<String> UNOWNED = Set.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "clusterName",
            "generation",
            "managedFields",
            "resourceVersion");
    private static final String SEPARATOR = "\u0000";

    private FieldPaths() {}

    /** One string per path, elements ended by a separator, so that a path's parents are its prefixes. */
    static String join(String parent, String element) {
        return parent + element + SEPARATOR;
    }

    static List<String> elements(String path) {
        List<String> elements = new ArrayList<>();
        int start = 0;
        for (int end = path.indexOf(SEPARATOR); end >= 0; end = path.indexOf(SEPARATOR, start)) {
            elements.add(path.substring(start, end));
            start = end + 1;
        }
        return elements;
    }

    /**
     * The fields that an object sets and their values, without those that the server owns. The value of a list item's own path is
     * missing: what is in it has paths of its own.
     */
    static NavigableMap<String, JsonNode> of(ObjectNode object, Structure structure) {
        TreeMap<String, JsonNode> paths = new TreeMap<>();
        object.properties().forEach(field -> {
            String name = field.getKey();
            if (name.equals("metadata")) {
                metadata(field.getValue(), structure.field(name), paths);
            } else if (!name.equals("apiVersion") && !name.equals("kind")) {
                collect(field.getValue(), structure.field(name), join("", "f:" + name), paths);
            }
        });
        return paths;
    }

    private static void metadata(JsonNode metadata, Structure structure, Map<String, JsonNode> paths) {
        String path = join("", "f:metadata");
        metadata.properties().forEach(field -> {
            if (!UNOWNED.contains(field.getKey())) {
                collect(field.getValue(), structure.field(field.getKey()), join(path, "f:" + field.getKey()), paths);
            }
        });
    }

    private static void collect(JsonNode value, Structure structure, String path, Map<String, JsonNode> paths) {
        switch (merge(value, structure)) {
            case ATOMIC -> paths.put(path, value);
            case GRANULAR -> {
                if (value.isEmpty()) {
                    paths.put(path, value);
                }
                value.properties()
                        .forEach(field -> collect(
                                field.getValue(),
                                structure.field(field.getKey()),
                                join(path, "f:" + field.getKey()),
                                paths));
            }
            case SET -> value.forEach(item -> paths.put(join(path, "v:" + item), item));
            case BY_KEY ->
                value.forEach(item -> {
                    String each = join(path, key(item, structure));
                    paths.put(each, MissingNode.getInstance());
                    collect(item, structure.items(), each, paths);
                });
        }
    }

    /** What a value's structure means for this very value: scalars and lists without keys are one field. */
    static Structure.Merge merge(JsonNode value, Structure structure) {
        Structure.Merge merge = structure.merge();
        boolean fits = switch (merge) {
            case ATOMIC -> true;
            case GRANULAR -> value.isObject();
            case SET, BY_KEY -> value.isArray();
        };
        return fits ? merge : Structure.Merge.ATOMIC;
    }

    /** The path element of a list's item: {@code k:} and its key fields as sorted JSON. */
    static String key(JsonNode item, Structure list) {
        ObjectNode key = Json.object();
        for (String name : new TreeSet<>(list.keys())) {
            JsonNode value =
                    item.has(name) ? item.get(name) : list.keyDefault(name).orElse(null);
            if (value != null) {
                key.set(name, value);
            }
        }
        return "k:" + Json.write(key);
    }

    /** The value one element below another. */
    static Optional<JsonNode> step(JsonNode at, Structure structure, String element) {
        if (element.startsWith("f:")) {
            return Optional.ofNullable(at.get(element.substring(2)));
        }
        for (JsonNode item : at) {
            String found = element.startsWith("v:") ? "v:" + item : key(item, structure);
            if (found.equals(element)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /** Whether a set has a path or anything below it. */
    static boolean touches(NavigableSet<String> paths, String path) {
        String next = paths.ceiling(path);
        return next != null && next.startsWith(path);
    }

    static ObjectNode toFieldsV1(Set<String> paths) {
        ObjectNode root = Json.object();
        for (String path : paths) {
            ObjectNode at = root;
            for (String element : elements(path)) {
                at = Json.child(at, element);
            }
            at.putObject(".");
        }
        dropLoneDots(root);
        return root;
    }

    /** A member with nothing below it is written {@code {}}, not {@code {".":{}}}. */
    private static void dropLoneDots(ObjectNode node) {
        for (JsonNode child : node) {
            if (child instanceof ObjectNode object) {
                dropLoneDots(object);
                if (object.size() == 1 && object.has(".")) {
                    object.remove(".");
                }
            }
        }
    }

    static NavigableSet<String> fromFieldsV1(JsonNode fields) {
        TreeSet<String> paths = new TreeSet<>();
        read(fields, "", paths);
        return paths;
    }

    private static void read(JsonNode node, String path, Set<String> paths) {
        if (node.isEmpty() && !path.isEmpty()) {
            paths.add(path);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals(".")) {
                paths.add(path);
            } else {
                read(field.getValue(), join(path, field.getKey()), paths);
            }
        }
    }

    /** A path as an error message shows it: {@code .spec.containers[name="a"].image}. */
    static String shown(String path) {
        StringBuilder text = new StringBuilder();
        for (String element : elements(path)) {
            if (element.startsWith("f:")) {
                text.append('.').append(element.substring(2));
            } else if (element.startsWith("v:")) {
                text.append("[=").append(element.substring(2)).append(']');
            } else {
                List<String> keys = new ArrayList<>();
                Json.parse(element.substring(2)).properties().forEach(e -> keys.add(e.getKey() + "=" + e.getValue()));
                text.append('[').append(String.join(",", keys)).append(']');
            }
        }
        return text.toString();
    }
}
