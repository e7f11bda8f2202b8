package io.netwatch.operator.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The operator's settings, as in its file {@code operator.yaml}. Valid once made; an {@link InvalidConfigException} says what
 * was wrong.
 *
 * @param name prefix of the names of all that the operator makes
 * @param agent how agents run
 * @param cloud what NetWatch Cloud allows
 */
public record OperatorConfig(String name, AgentSettings agent, CloudSettings cloud) {
    /** A DNS label (RFC 1123) that leaves room for what is appended to it. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?");

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public OperatorConfig {
        name = name == null ? "netwatch" : name;
        InvalidConfigException.unless(
                NAME.matcher(name).matches(),
                "name must be at most 40 lower-case letters, digits and '-', as in DNS; got " + name);
        InvalidConfigException.unless(agent != null, "agent is missing; at least agent.image must be given");
        cloud = cloud == null ? CloudSettings.DEFAULT : cloud;
    }

    /** Reads the settings from a file. */
    public static OperatorConfig read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidConfigException("can't read the settings: " + e);
        } catch (InvalidConfigException e) {
            throw new InvalidConfigException(file + ": " + e.getMessage());
        }
    }

    private static OperatorConfig parse(String yaml) {
        JsonNode tree = tree(yaml);
        InvalidConfigException.unless(
                tree != null && tree.isObject(), "it is empty or no map; at least agent.image must be given");
        try {
            return YAML.treeToValue(tree, OperatorConfig.class);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof InvalidConfigException invalid) {
                throw invalid;
            }
            throw new InvalidConfigException(path(e) + why(e));
        } catch (JsonProcessingException e) {
            throw new InvalidConfigException(e.getOriginalMessage());
        }
    }

    private static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new InvalidConfigException(
                    "not YAML: " + e.getOriginalMessage().replaceAll("\\s+", " "));
        }
    }

    private static String why(JsonMappingException e) {
        return e instanceof UnrecognizedPropertyException unknown
                ? "there is no such setting; there are " + new TreeSet<>(unknown.getKnownPropertyIds())
                : e.getOriginalMessage();
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        e.getPath()
                .forEach(step -> path.append(path.isEmpty() || step.getFieldName() == null ? "" : ".")
                        .append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName()));
        return path.isEmpty() ? "" : path + ": ";
    }
}
