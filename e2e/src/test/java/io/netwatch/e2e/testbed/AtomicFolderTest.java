package io.netwatch.e2e.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change all at once, as a kubelet's do. */
class AtomicFolderTest {
    @TempDir
    private Path root;

    @Test
    void hasTheFilesThatItWasGivenLastAndNoOthers() throws IOException {
        Path folder = root.resolve("volume");
        AtomicFolder files = new AtomicFolder(folder);
        files.replace(Map.of("key", bytes("1"), "gone", bytes("x")));
        Path first = folder.resolve("key").toRealPath();

        files.replace(Map.of("key", bytes("2"), "more", bytes("y")));

        assertThat(Files.readString(folder.resolve("key"))).isEqualTo("2");
        assertThat(Files.readString(folder.resolve("more"))).isEqualTo("y");
        assertThat(Files.readSymbolicLink(folder.resolve("key"))).isEqualTo(Path.of("..data", "key"));
        assertThat(Folders.list(folder).stream()
                        .map(path -> path.getFileName().toString())
                        .filter(name -> !name.startsWith("..")))
                .containsExactly("key", "more");
        assertThat(first).doesNotExist();
    }

    @Test
    void aReaderSeesOneVersionOrTheOtherAndAlwaysOne() throws Exception {
        Path folder = root.resolve("volume");
        AtomicFolder files = new AtomicFolder(folder);
        files.replace(Map.of("key", bytes("0".repeat(10_000))));
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean torn = new AtomicBoolean();
        Thread reader = Threads.named("reader", () -> {
            while (!done.get()) {
                String seen = Folders.read(folder.resolve("..data/key"));
                torn.compareAndSet(
                        false,
                        !seen.isEmpty()
                                && (seen.length() != 10_000
                                        || seen.chars().distinct().count() != 1));
            }
        });
        reader.start();

        for (int i = 1; i < 500; i++) {
            files.replace(Map.of("key", bytes(Integer.toString(i % 10).repeat(10_000))));
        }
        done.set(true);
        reader.join();

        assertThat(torn).isFalse();
    }

    @Test
    void isRemovedWithWhatItsLinksLeadTo() {
        Path folder = root.resolve("volume");
        new AtomicFolder(folder).replace(Map.of("key", bytes("1")));

        Folders.deleteWithFiles(folder);

        assertThat(folder).doesNotExist();
        assertThat(root).exists();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
