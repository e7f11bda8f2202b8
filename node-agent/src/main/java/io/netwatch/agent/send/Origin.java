package io.netwatch.agent.send;

import io.netwatch.api.snapshot.HostInfo;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whom a request is from.
 *
 * @param agentVersion of this agent
 * @param host gives null until it is known; nothing is sent before
 * @param collectorsOk whether all collectors gave their numbers the last time
 */
public record Origin(String agentVersion, Supplier<HostInfo> host, BooleanSupplier collectorsOk) {}
