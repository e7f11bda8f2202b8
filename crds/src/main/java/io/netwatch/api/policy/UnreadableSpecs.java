package io.netwatch.api.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import java.io.IOException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Jackson module that reads a spec of the wrong shape as one that says so ({@link PolicySpec#unreadable}), so that one such
 * policy gets a condition and never stops the watch that carries all others.
 */
public final class UnreadableSpecs extends SimpleModule {
    private static final long serialVersionUID = 1L;

    public UnreadableSpecs() {
        super("netwatch-unreadable-specs");
        setDeserializerModifier(new Modifier());
    }

    private static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> usual) {
            if (description.getBeanClass() == NetWatchPolicySpec.class) {
                return new Lenient<>(usual, NetWatchPolicySpec::unreadable);
            }
            if (description.getBeanClass() == ClusterNetWatchPolicySpec.class) {
                return new Lenient<>(usual, ClusterNetWatchPolicySpec::unreadable);
            }
            return usual;
        }
    }

    private static final class Lenient<T> extends JsonDeserializer<Object> implements ResolvableDeserializer {
        private static final Pattern PACKAGES = Pattern.compile("(?:java|io\\.netwatch)\\.(?:[a-z0-9]+\\.)+");

        private final JsonDeserializer<?> usual;
        private final Function<String, T> unreadable;

        Lenient(JsonDeserializer<?> usual, Function<String, T> unreadable) {
            this.usual = usual;
            this.unreadable = unreadable;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode spec = context.readTree(parser); // whole, so that the parser stands behind it whatever happens
            try (JsonParser again = new TreeTraversingParser(spec, parser.getCodec())) {
                again.nextToken();
                return usual.deserialize(again, context);
            } catch (JsonProcessingException e) {
                return unreadable.apply(explain(e));
            }
        }

        /** Where and why, without the names of classes. */
        private static String explain(JsonProcessingException e) {
            String why = PACKAGES.matcher(e.getOriginalMessage()).replaceAll("");
            if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
                return mapping.getPath().stream()
                                .map(step -> step.getFieldName() == null
                                        ? "[" + step.getIndex() + "]"
                                        : "." + step.getFieldName())
                                .collect(Collectors.joining())
                                .substring(1)
                        + ": " + why;
            }
            return why;
        }

        @Override
        public void resolve(DeserializationContext context) throws JsonMappingException {
            ((ResolvableDeserializer) usual).resolve(context);
        }
    }
}
