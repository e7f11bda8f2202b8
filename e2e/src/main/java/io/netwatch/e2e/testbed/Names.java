package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names and ids as a cluster makes them. */
public final class Names {
    /** {@code k8s.io/apimachinery/pkg/util/rand}: no vowels, nothing that looks like another. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;
    private static final int HASH = 10;

    private Names() {}

    /** What is appended to the name of an object's dependents; always the same for one object. */
    static String suffix(HasMetadata owner) {
        return letters(owner.getMetadata().getUid(), SUFFIX);
    }

    /** Appended to the name of a pod: the same for the same words. */
    public static String suffix(String words) {
        return letters(words, SUFFIX);
    }

    /** Such as the {@code pod-template-hash} of a ReplicaSet: the same for the same words. */
    public static String hash(String words) {
        return letters(words, HASH);
    }

    /** A container's id without the runtime's name: 64 hexadecimal digits. */
    public static String containerId() {
        return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    private static String letters(String words, int count) {
        long bits =
                UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt((int) Long.remainderUnsigned(bits, ALPHABET.length())));
            bits = Long.divideUnsigned(bits, ALPHABET.length());
        }
        return letters.toString();
    }
}
