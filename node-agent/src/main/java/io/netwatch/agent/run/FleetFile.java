package io.netwatch.agent.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The operator's file: who may send, and how often. It is looked at again whenever somebody asks, as the kubelet changes it at any
 * time; one that can't be read leaves things as they were. Used by one thread.
 */
final class FleetFile {
    private final Path file;
    private String text = "";
    private List<Entry> entries = List.of();

    FleetFile(Path file) {
        this.file = file;
    }

    /** What the file holds. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Fleet(List<Entry> uploads) {}

    /**
     * A policy that may send.
     *
     * @param uid the policy's
     * @param endpoint as in its spec when the operator looked
     * @param intervalSeconds least time from one request of this node to the next
     * @param keyFile name of the file with the API key; null for a folder
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Entry(String uid, String endpoint, long intervalSeconds, String keyFile) {}

    /** Those in the file as it is; as it was when it was last good if it is not. */
    List<Entry> read() throws IOException {
        String found;
        try {
            found = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            found = ""; // the operator has not come to it
        }
        if (!found.equals(text)) {
            entries = parse(found);
            text = found;
        }
        return entries;
    }

    private List<Entry> parse(String found) throws IOException {
        try {
            Fleet fleet = found.isBlank() ? null : Serialization.unmarshal(found, Fleet.class);
            return fleet == null || fleet.uploads() == null ? List.of() : List.copyOf(fleet.uploads());
        } catch (RuntimeException e) {
            throw new IOException(file + " is not the operator's: " + e.getMessage(), e);
        }
    }
}
