package io.netwatch.e2e.cloud;

import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.Snapshot;
import java.time.Instant;

/**
 * A snapshot that was taken, for the first time.
 *
 * @param at when, by the receiver's clock
 */
public record Received(Instant at, HostInfo host, Snapshot snapshot) {}
