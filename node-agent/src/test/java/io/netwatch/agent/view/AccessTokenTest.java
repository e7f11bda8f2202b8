package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenTest {
    @TempDir
    Path folder;

    @Test
    void writesSecretThatOnlyItsUserCanRead() throws IOException {
        AccessToken token = AccessToken.in(folder.resolve("state"));

        String text = Files.readString(token.file()).strip();
        assertThat(text).matches("[0-9a-f]{64}");
        assertThat(permissions(token.file())).isEqualTo("rw-------");
        assertThat(permissions(token.file().getParent())).isEqualTo("rwx------");
        assertThat(token.matches(text)).isTrue();
    }

    @Test
    void matchesNothingElse() throws IOException {
        AccessToken token = AccessToken.in(folder);

        assertThat(token.matches(null)).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token.matches("0".repeat(64))).isFalse();
    }

    @Test
    void isSharedByTheAgentsOfAFolder() throws IOException {
        AccessToken first = AccessToken.in(folder);

        AccessToken second = AccessToken.in(folder);

        assertThat(second.matches(Files.readString(first.file()).strip())).isTrue();
    }

    @Test
    void replacesOneThatOthersCouldRead() throws IOException {
        Path file = AccessToken.in(folder).file();
        String known = Files.readString(file).strip();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        AccessToken token = AccessToken.in(folder);

        assertThat(token.matches(known)).isFalse();
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void replacesLinkInsteadOfFollowingIt() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Files.writeString(elsewhere, "keep\n");
        Files.createSymbolicLink(folder.resolve("token"), elsewhere);

        AccessToken token = AccessToken.in(folder);

        assertThat(elsewhere).hasContent("keep");
        assertThat(token.file()).isRegularFile();
        assertThat(Files.isSymbolicLink(token.file())).isFalse();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
