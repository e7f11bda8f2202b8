package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwatch.agent.testbed.Command;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.IngestRequest;
import io.netwatch.api.snapshot.SnapshotJson;
import io.netwatch.api.snapshot.UnreadableJsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSinkTest {
    private static final URI ENDPOINT = URI.create("file:///var/log/netwatch%20x");
    private static final long MAX_BYTES = 4000;

    @TempDir
    private Path root;

    private HostInfo host = Samples.HOST;
    private int added;

    @Test
    void writesALineForEachSnapshot() throws Exception {
        FolderSink sink = sink();

        add(sink, 3);

        assertThat(numbers(file(0))).containsExactly(0, 1, 2);
        IngestRequest first = requests(file(0)).get(0);
        assertThat(first.host()).isEqualTo(Samples.HOST);
        assertThat(first.agentVersion()).isEqualTo("1.2.3");
        assertThat(sink.status().state()).isEqualTo(UploadStatus.State.DELIVERING);
        assertThat(sink.status().delivered()).isEqualTo(3);
        assertThat(sink.status().lastDelivered()).isEqualTo(Sender.taken(2));
        assertThat(permissions(file(0))).isEqualTo("rw-------");
        assertThat(permissions(file(0).getParent())).isEqualTo("rwx------");
    }

    @Test
    void keepsFourFilesAndLosesTheOldest() throws Exception {
        FolderSink sink = sink();

        add(sink, 60);

        List<Integer> left = new ArrayList<>();
        for (int age = 3; age >= 0; age--) {
            left.addAll(numbers(file(age)));
            assertThat(Files.size(file(age)))
                    .isLessThan(MAX_BYTES
                            + Files.size(file(age)) / numbers(file(age)).size() * 2);
        }
        assertThat(left).isEqualTo(IntStream.range(60 - left.size(), 60).boxed().toList());
        assertThat(left).hasSizeGreaterThan(15);
        assertThat(file(4)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 20_000})
    void removesWhatAKilledWriterLeftOfALine(int left) throws Exception {
        add(sink(), 2);
        Files.writeString(file(0), "x".repeat(left), StandardOpenOption.APPEND);

        FolderSink next = new FolderSink(root, ENDPOINT, origin(), 1_000_000);
        add(next, 1);

        assertThat(numbers(file(0))).containsExactly(0, 1, 2);
    }

    @Test
    void waitsForItsHostToBeKnown() throws Exception {
        host = null;
        FolderSink sink = sink();
        add(sink, 20);
        assertThat(sink.status().state()).isEqualTo(UploadStatus.State.WAITING);
        assertThat(sink.status().queued()).isEqualTo(16);

        host = Samples.HOST;
        add(sink, 1);

        assertThat(sink.status().delivered()).isEqualTo(17);
        assertThat(sink.status().dropped()).isEqualTo(Map.of(DropReason.SPOOL_FULL, 4L));
    }

    @Test
    void goesOnWhenItsFileIsMovedAway() throws Exception {
        FolderSink sink = sink();
        add(sink, 1);
        Files.move(file(0), root.resolve("away"));

        add(sink, 1);

        assertThat(numbers(file(0))).containsExactly(1);
    }

    @Test
    void followsNoLink() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.createDirectory(root.resolve("var"));
        Files.createSymbolicLink(root.resolve("var/log"), elsewhere);
        FolderSink sink = sink();

        add(sink, 1);

        assertThat(sink.status().message()).contains("symbolic link");
        assertThat(sink.status().dropped()).isEqualTo(Map.of(DropReason.DISK_FULL, 1L));
        Files.delete(root.resolve("var/log"));
        Path victim = Files.writeString(root.resolve("victim"), "");
        Files.createDirectories(file(0).getParent());
        Files.createSymbolicLink(file(0), victim);
        add(sink, 1);
        assertThat(sink.status().message()).contains("is no file");
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertThat(files).isEmpty();
        }
        assertThat(victim).isEmptyFile();
    }

    @Test
    void countsWhatAFullDiskDoesNotTakeAndLeavesWholeLines() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting takes root");
        Path disk = Files.createDirectories(file(0).getParent());
        Command.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        try {
            FolderSink sink = new FolderSink(root, ENDPOINT, origin(), 1_000_000);
            add(sink, 400);

            UploadStatus status = sink.status();
            assertThat(status.state()).isEqualTo(UploadStatus.State.SPOOL_FULL);
            assertThat(status.delivered() + status.dropped().get(DropReason.DISK_FULL))
                    .isEqualTo(400);
            assertThat(numbers(file(0)))
                    .isEqualTo(
                            IntStream.range(0, (int) status.delivered()).boxed().toList());
        } finally {
            Command.run("umount", disk.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///a/../../etc", "file:///", "http:///a", "file://host", "a"})
    void takesNoFolderThatIsNoneOfTheHost(String endpoint) {
        assertThatThrownBy(() -> new FolderSink(root, URI.create(endpoint), origin()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file:///path");
    }

    private FolderSink sink() {
        return new FolderSink(root, ENDPOINT, origin(), MAX_BYTES);
    }

    private Origin origin() {
        return new Origin("1.2.3", () -> host, () -> true);
    }

    private void add(FolderSink sink, int count) {
        for (int i = 0; i < count; i++) {
            Instant taken = Sender.taken(added++);
            sink.add(taken, Samples.empty(taken));
        }
    }

    private Path file(int age) {
        return root.resolve("var/log/netwatch x/" + (age == 0 ? "snapshots.ndjson" : "snapshots." + age + ".ndjson"));
    }

    private static List<Integer> numbers(Path file) throws Exception {
        return requests(file).stream()
                .map(it -> Instant.parse(it.snapshots().get(0).timestamp()))
                .map(taken -> (int) (taken.toEpochMilli() - Sender.START.toEpochMilli()))
                .toList();
    }

    private static List<IngestRequest> requests(Path file) throws IOException, UnreadableJsonException {
        assertThat(Files.readString(file)).endsWith("\n");
        List<IngestRequest> requests = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            requests.add(SnapshotJson.readRequest(line.getBytes(StandardCharsets.UTF_8)));
        }
        return requests;
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
