package io.netwatch.agent.view;

import io.netwatch.agent.send.UploadStatus;
import java.util.List;

/** Snapshots that are made and sent. Called from any thread. */
public interface Uploads {
    /** Nothing is sent. */
    Uploads NONE = new Uploads() {
        @Override
        public long made() {
            return 0;
        }

        @Override
        public List<Figures> figures() {
            return List.of();
        }
    };

    /** Snapshots made since the agent's start. */
    long made();

    /** Of each place that is sent to. */
    List<Figures> figures();

    /**
     * How sending to one place goes.
     *
     * @param policy the policy's uid; {@code local} on a machine that is in no cluster
     */
    record Figures(String policy, UploadStatus status) {}
}
