package io.netwatch.agent.view;

import java.util.Optional;

/** Where the table goes. */
@FunctionalInterface
public interface Terminal {
    /** Its size now; empty when it is no terminal but a file or a pipe. */
    Optional<Size> size();

    /** In characters. */
    record Size(int width, int height) {}
}
