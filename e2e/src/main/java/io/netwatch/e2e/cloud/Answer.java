package io.netwatch.e2e.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes back.
 *
 * @param body JSON
 */
record Answer(int status, Map<String, String> headers, Buffer body) {
    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    static Answer of(int status, byte[] body) {
        return new Answer(status, Map.of(), Buffer.buffer(body));
    }

    /** {@code {"message": …}}. */
    static Answer refusal(int status, String message) {
        return of(status, json(Map.of("message", message)));
    }

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
