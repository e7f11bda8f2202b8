package io.netwatch.helm;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** YAML as trees. A key that stands twice in one mapping is an error. */
final class Yaml {
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .build())
            .build();

    private Yaml() {}

    /** The tree of a file with one document. */
    static JsonNode read(Path file) {
        try {
            return read(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The tree of a text with one document. */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The trees of a text's documents, each a mapping, without empty ones. */
    static List<JsonNode> readAll(String text) {
        try (MappingIterator<JsonNode> documents =
                MAPPER.readerFor(JsonNode.class).readValues(text)) {
            var trees = new ArrayList<JsonNode>();
            documents.forEachRemaining(tree -> {
                if (tree != null && !tree.isNull()) {
                    trees.add(tree);
                }
            });
            return trees;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One document, with the line that begins it, keys in the tree's order. */
    static String write(Object tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mapping with one value deep inside: {@code nest("a.b", 1)} is {@code {a: {b: 1}}}. */
    static JsonNode nest(String path, JsonNode value) {
        var nested = value;
        var keys = path.split("\\.", -1);
        for (int i = keys.length - 1; i >= 0; i--) {
            nested = MAPPER.createObjectNode().set(keys[i], nested);
        }
        return nested;
    }

    /** The first with the second laid over it, mapping by mapping. */
    static JsonNode merge(JsonNode base, JsonNode over) {
        try {
            return MAPPER.updateValue(base.deepCopy(), over);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every value that is not a mapping with keys, by its path; sequences and empty mappings are values. */
    static Map<String, JsonNode> leaves(JsonNode tree) {
        var leaves = new TreeMap<String, JsonNode>();
        collectLeaves("", tree, leaves);
        return leaves;
    }

    private static void collectLeaves(String path, JsonNode node, Map<String, JsonNode> leaves) {
        if (!node.isObject() || node.isEmpty()) {
            leaves.put(path, node);
            return;
        }
        node.properties()
                .forEach(field -> collectLeaves(
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), leaves));
    }
}
