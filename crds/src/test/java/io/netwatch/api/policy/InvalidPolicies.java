package io.netwatch.api.policy;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Policies that can't be followed, from {@code invalid-*.yaml}, each with what must be said of it. */
public final class InvalidPolicies {
    private static final String CONDITION = "# condition: ";
    private static final String REFUSED = "# refused: ";

    private InvalidPolicies() {}

    /**
     * One file.
     *
     * @param name of the file
     * @param yaml its content
     * @param condition how the operator's condition must begin: field and message
     * @param refused what the API server must say in its refusal, beside other words; null when it is the condition's field and
     *     message
     */
    public record Case(String name, String yaml, String condition, String refused) {
        /** The policy, as the operator reads it. */
        public Policy policy(KubernetesSerialization kubernetes) {
            return yaml.contains("kind: ClusterNetWatchPolicy")
                    ? kubernetes.unmarshal(yaml, ClusterNetWatchPolicy.class)
                    : kubernetes.unmarshal(yaml, NetWatchPolicy.class);
        }

        /** Each of these must be in the API server's refusal. */
        public List<String> refusal() {
            return refused == null ? List.of(condition.split(": ", 2)) : List.of(refused);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All of a folder, in the order of their names. */
    public static List<Case> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(InvalidPolicies::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new Case(
                    file.getFileName().toString(),
                    String.join("\n", lines),
                    header(lines, CONDITION),
                    header(lines, REFUSED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElse(null);
    }
}
