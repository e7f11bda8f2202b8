package io.netwatch.e2e.testbed;

import java.time.Instant;

/**
 * How a container ended.
 *
 * @param code the exit code; 128 and the signal's number for one that was killed
 * @param message what it said last; may be empty
 */
record ContainerExit(String containerId, int code, String message, Instant startedAt, Instant at) {
    String reason() {
        return code == 0 ? "Completed" : "Error";
    }
}
