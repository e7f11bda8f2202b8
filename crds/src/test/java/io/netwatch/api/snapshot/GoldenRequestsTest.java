package io.netwatch.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of {@code wire/requests} is a whole body, with white space for whoever reads it.
 *
 * <p>{@code -Dnetwatch.golden=write} writes them anew, to be read before they are committed.
 */
class GoldenRequestsTest {
    private static final Path FILES = Path.of("src/test/resources/wire/requests");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, IngestRequest> REQUESTS = Map.of(
            "minimal.json", GoldenRequests.minimal(),
            "full.json", GoldenRequests.full(),
            "per-pod-connections.json", GoldenRequests.perPodConnections(),
            "ipv6-and-unicode.json", GoldenRequests.ipv6AndUnicode(),
            "alerts-and-dns.json", GoldenRequests.alertsAndDns());

    static Set<String> files() {
        return REQUESTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("files")
    void areWrittenAsTheyWere(String file) throws IOException {
        String body = pretty(Filled.body(REQUESTS.get(file)));
        if ("write".equals(System.getProperty("netwatch.golden"))) {
            Files.writeString(FILES.resolve(file), body);
        }

        assertThat(body).isEqualTo(Files.readString(FILES.resolve(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void areReadAsWhatTheyWereWrittenFrom(String file) throws IOException, UnreadableJsonException {
        assertThat(SnapshotJson.readRequest(Files.readAllBytes(FILES.resolve(file))))
                .isEqualTo(REQUESTS.get(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void areWhatTheServerTakes(String file) throws IOException {
        assertThat(IngestSchema.STRICT.violations(Files.readAllBytes(FILES.resolve(file))))
                .isEmpty();
    }

    @Test
    void areAllOfThem() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toList()))
                    .containsExactlyInAnyOrderElementsOf(List.copyOf(files()));
        }
    }

    private static String pretty(byte[] body) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(body)) + "\n";
    }
}
