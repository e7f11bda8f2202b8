package io.netwatch.operator.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.netwatch.api.identity.IdentityLine;
import java.io.IOException;
import java.util.Arrays;

/** Lines as bytes: JSON in UTF-8 with the newline that ends it. Thread-safe. */
final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter WRITER = JSON.writerFor(IdentityLine.class);
    private static final ObjectReader READER = JSON.readerFor(IdentityLine.class);

    private Lines() {}

    static byte[] encode(IdentityLine line) {
        try {
            byte[] json = WRITER.writeValueAsBytes(line);
            byte[] ended = Arrays.copyOf(json, json.length + 1);
            ended[json.length] = '\n';
            return ended;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line of strings and numbers can't be written", e);
        }
    }

    /** What was encoded here. */
    static IdentityLine decode(byte[] line) {
        try {
            return READER.readValue(line);
        } catch (IOException e) {
            throw new IllegalStateException("a line that was written can't be read", e);
        }
    }
}
