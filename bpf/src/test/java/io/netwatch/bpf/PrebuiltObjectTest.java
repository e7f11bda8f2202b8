package io.netwatch.bpf;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The object that is checked in for builds without clang belongs to the sources beside it. */
class PrebuiltObjectTest {

    private static final Path SOURCES = Path.of("src/main/bpf");
    private static final Path OBJECT = Path.of("src/main/prebuilt/netwatch.bpf.o");
    private static final Path DIGESTS = Path.of("src/main/prebuilt/sources.sha256");
    private static final String REMEDY = "run bpf/build --prebuilt and commit bpf/src/main/prebuilt";

    @Test
    void prebuiltObjectIsThere() {
        assertThat(OBJECT).as("the prebuilt object; " + REMEDY).isNotEmptyFile();
    }

    @Test
    void prebuiltObjectWasMadeFromTheseSources() throws Exception {
        assertThat(DIGESTS).as("digests of the sources; " + REMEDY).isRegularFile();

        assertThat(Files.readString(DIGESTS))
                .as("src/main/prebuilt/netwatch.bpf.o is older than its sources: " + REMEDY)
                .isEqualTo(digestsOfSources());
    }

    @Test
    void shippedObjectHasTheSectionsOfThePrebuiltOne() throws IOException {
        assertThat(ElfSections.of(BpfObjectFile.read()))
                .as("programs and maps of the object in this build, against the prebuilt one: " + REMEDY)
                .isEqualTo(ElfSections.of(Files.readAllBytes(OBJECT)))
                .contains(".BTF", ".BTF.ext", ".maps", "license");
    }

    /** In the format of sha256sum, C files first, as bpf/build writes it. */
    private static String digestsOfSources() throws IOException {
        return Stream.of(".c", ".h")
                .flatMap(PrebuiltObjectTest::sources)
                .map(source -> sha256(source) + "  " + source.getFileName() + "\n")
                .collect(joining());
    }

    private static Stream<Path> sources(String suffix) {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot digest " + file, e);
        }
    }
}
