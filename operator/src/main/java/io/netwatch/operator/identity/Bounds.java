package io.netwatch.operator.identity;

import java.time.Duration;

/**
 * What the feed keeps, and how patient it is.
 *
 * @param gather least time between two batches of changes: what comes meanwhile goes together
 * @param idle most time without a word
 * @param snapshotLife how long a snapshot is given to others who ask
 * @param history bytes of changes that are kept for readers that come back
 * @param behind bytes of changes that may wait for one reader
 * @param stall how long a reader may take nothing of what waits for it
 */
record Bounds(Duration gather, Duration idle, Duration snapshotLife, long history, long behind, Duration stall) {
    static final Bounds USUAL = new Bounds(
            Duration.ofMillis(150),
            Duration.ofSeconds(4), // readers are promised a word within five
            Duration.ofSeconds(30),
            16L << 20,
            8L << 20,
            Duration.ofSeconds(30));
}
