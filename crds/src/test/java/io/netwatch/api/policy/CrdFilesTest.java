package io.netwatch.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdFilesTest {
    private static final String HOW =
            "is not what the records say; write it with: ./mvnw -pl crds -am test -Dtest=CrdFilesTest -Dcrds.write=true";

    @Test
    void checkedInFilesAreWhatTheRecordsSay() throws IOException {
        Map<String, String> files = CrdFiles.generate();

        assertThat(files)
                .containsOnlyKeys("clusternetwatchpolicies.netwatch.io.yaml", "netwatchpolicies.netwatch.io.yaml");
        for (Path folder : CrdFiles.FOLDERS) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                if (Boolean.getBoolean("crds.write")) {
                    Files.createDirectories(folder);
                    Files.writeString(path, file.getValue());
                }
                assertThat(path).describedAs("%s %s", path, HOW).isRegularFile();
                assertThat(Files.readString(path))
                        .describedAs("%s %s", path, HOW)
                        .isEqualTo(file.getValue());
            }
        }
    }
}
