package io.netwatch.agent.send;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Reads the key, and knows by its hash whether it is another one than the server refused. Used by one thread. */
final class KeyReader {
    private static final int MAX_LENGTH = 1024;

    private final ApiKey source;
    private byte[] refused;

    KeyReader(ApiKey source) {
        this.source = source;
    }

    /** Throws, with a sentence that has nothing of the key in it, when there is none that can be sent. */
    String read() throws IOException {
        String key = source.read().strip();
        if (key.isEmpty()) {
            throw new IOException("it is empty");
        }
        if (key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException("what is there can't be a key: it is too long or has characters that no key has");
        }
        return key;
    }

    /** With this one, no request need be made out of turn. */
    void onRefused(String key) {
        refused = hash(key);
    }

    void onTaken() {
        refused = null;
    }

    /** Whether the server refused the last one that was sent, and there is another one. */
    boolean isChanged() {
        if (refused == null) {
            return false;
        }
        try {
            return !Arrays.equals(refused, hash(read()));
        } catch (IOException e) {
            return false;
        }
    }

    boolean isRefused() {
        return refused != null;
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
