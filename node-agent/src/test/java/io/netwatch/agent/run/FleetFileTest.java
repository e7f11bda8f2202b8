package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFileTest {
    private static final String ONE = """
            uploads:
            - uid: p-1
              kind: NetWatchPolicy
              namespace: shop
              policy: cart
              endpoint: https://cloud.example
              intervalSeconds: 18
              keyFile: p-1
            """;

    @TempDir
    private Path folder;

    private Path file;
    private FleetFile fleet;

    @BeforeEach
    void open() {
        file = folder.resolve("fleet.yaml");
        fleet = new FleetFile(file);
    }

    @Test
    void readsWhatTheOperatorWrites() throws IOException {
        Files.writeString(file, ONE);

        assertThat(fleet.read()).containsExactly(new FleetFile.Entry("p-1", "https://cloud.example", 18, "p-1"));
    }

    @Test
    void nobodySendsBeforeTheOperatorHasWrittenIt() throws IOException {
        assertThat(fleet.read()).isEmpty();
        Files.writeString(file, "uploads: []\n");
        assertThat(fleet.read()).isEmpty();
    }

    @Test
    void followsTheFile() throws IOException {
        Files.writeString(file, ONE);
        fleet.read();
        Files.writeString(file, ONE.replace("18", "24"));

        assertThat(fleet.read()).extracting(FleetFile.Entry::intervalSeconds).containsExactly(24L);
    }

    @Test
    void oneThatIsBrokenIsRefusedEachTimeAndTheNextGoodOneTaken() throws IOException {
        Files.writeString(file, "uploads: [1, 2");
        assertThatThrownBy(fleet::read).isInstanceOf(IOException.class).hasMessageContaining("is not the operator's");
        assertThatThrownBy(fleet::read).isInstanceOf(IOException.class);

        Files.writeString(file, ONE);

        assertThat(fleet.read()).hasSize(1);
    }
}
