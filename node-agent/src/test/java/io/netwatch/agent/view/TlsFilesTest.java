package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.agent.testbed.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    private static final Duration VALID = Duration.ofHours(1);

    private final CertificateAuthority authority = new CertificateAuthority("ca");

    @TempDir
    Path folder;

    @BeforeEach
    void mount() throws Exception {
        authority.mount(authority.issue("agent", VALID), folder);
    }

    @Test
    void isTheSameOnlyWhileTheBytesAre() throws Exception {
        TlsFiles first = TlsFiles.read(folder);
        assertThat(TlsFiles.read(folder, first)).isSameAs(first);

        authority.mount(authority.issue("agent", VALID), folder);

        assertThat(TlsFiles.read(folder, first)).isNotSameAs(first);
    }

    @Test
    void readsThePresentVersionOfAMountedSecret() throws Exception {
        Path version = Files.createDirectory(folder.resolve("..2026"));
        authority.mount(authority.issue("other", VALID), version);
        TlsFiles beside = TlsFiles.read(folder);
        Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());

        assertThat(TlsFiles.read(folder).isSameAs(TlsFiles.read(version))).isTrue();
        assertThat(TlsFiles.read(folder).isSameAs(beside)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
    void namesTheFileThatIsMissingOrNoPem(String name) throws Exception {
        Files.writeString(folder.resolve(name), "nonsense");
        assertThatThrownBy(() -> TlsFiles.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name);

        Files.delete(folder.resolve(name));
        assertThatThrownBy(() -> TlsFiles.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name);
    }

    @Test
    void refusesKeyOfAnotherCertificate() throws Exception {
        byte[] key = Files.readAllBytes(folder.resolve("tls.key"));
        authority.mount(authority.issue("agent", VALID), folder);
        Files.write(folder.resolve("tls.key"), key);

        assertThatThrownBy(() -> TlsFiles.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the key of the certificate");
    }
}
