package io.netwatch.api.snapshot;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/** Writes half a surrogate pair, which has no UTF-8 and for which a server rejects the whole body, as U+FFFD. */
final class WholeStrings extends StdScalarSerializer<String> {
    private static final long serialVersionUID = 1L;
    private static final char REPLACEMENT = '\uFFFD';

    WholeStrings() {
        super(String.class);
    }

    @Override
    public void serialize(String value, JsonGenerator to, SerializerProvider provider) throws IOException {
        to.writeString(whole(value));
    }

    static String whole(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return replaced(value);
            }
        }
        return value;
    }

    private static String replaced(String value) {
        StringBuilder whole = new StringBuilder(value);
        for (int i = 0; i < whole.length(); i++) {
            if (!Character.isSurrogate(whole.charAt(i))) {
                continue;
            }
            if (i + 1 < whole.length() && Character.isSurrogatePair(whole.charAt(i), whole.charAt(i + 1))) {
                i++;
            } else {
                whole.setCharAt(i, REPLACEMENT);
            }
        }
        return whole.toString();
    }
}
