package io.netwatch.agent.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an agent keeps what is for its own user's eyes. */
final class StateFolder {
    private static final Path OF_ROOT = Path.of("/run/netwatch");

    private StateFolder() {}

    /**
     * The folder when a person chose none: root's, else one in the session's own ({@code XDG_RUNTIME_DIR}; null where there
     * is none), else a fresh temporary one. Only the last is made here.
     */
    static Path choose(boolean root, String sessionFolder) throws IOException {
        if (root) {
            return OF_ROOT;
        }
        if (sessionFolder != null && Files.isDirectory(Path.of(sessionFolder))) {
            return Path.of(sessionFolder, "netwatch");
        }
        return Files.createTempDirectory("netwatch-"); // mode 0700
    }
}
