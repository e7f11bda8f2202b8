package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostIdTest {
    private static final String UID = "6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90";

    @TempDir
    private Path folder;

    @Test
    void aMachineDrawsItsIdOnce() throws IOException {
        String drawn = HostId.ofMachine(folder).get();

        assertThat(UUID.fromString(drawn)).hasToString(drawn);
        assertThat(HostId.ofMachine(folder).get()).isEqualTo(drawn);
    }

    @Test
    void aNodeLearnsItsIdAndKnowsItWithoutTheOperatorFromThenOn() {
        HostId node = HostId.ofNode(folder.resolve("made"));
        assertThat(node.get()).isNull();

        node.learn(UID);

        assertThat(node.get()).isEqualTo(UID);
        assertThat(HostId.ofNode(folder.resolve("made")).get()).isEqualTo(UID);
    }

    @Test
    void anOperatorThatDoesNotTellChangesNothing() {
        HostId node = HostId.ofNode(folder);
        node.learn(UID);
        node.learn(null);

        assertThat(node.get()).isEqualTo(UID);
    }

    @Test
    void aDamagedFileIsNoId() throws IOException {
        Files.writeString(folder.resolve("host-id"), "\0\0\0");

        assertThat(HostId.ofNode(folder).get()).isNull();
    }

    @Test
    void whatCantBeKeptIsUsedByANodeAndRefusedByAMachine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        HostId node = HostId.ofNode(file.resolve("below"));

        node.learn(UID);

        assertThat(node.get()).isEqualTo(UID);
        assertThatThrownBy(() -> HostId.ofMachine(file.resolve("below"))).isInstanceOf(IOException.class);
    }
}
