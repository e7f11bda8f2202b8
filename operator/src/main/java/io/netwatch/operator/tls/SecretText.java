package io.netwatch.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The text in a Secret's data, which Kubernetes keeps in base64. */
final class SecretText {
    private SecretText() {}

    /** The value of a key; null when it is missing or not base64. */
    static String of(Secret secret, String key) {
        String value = secret.getData() == null ? null : secret.getData().get(key);
        try {
            return value == null ? null : new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static boolean has(Secret secret, String key) {
        return secret.getData() != null && secret.getData().containsKey(key);
    }

    static Map<String, String> data(Map<String, String> texts) {
        Map<String, String> data = new TreeMap<>();
        texts.forEach((key, text) ->
                data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return data;
    }
}
