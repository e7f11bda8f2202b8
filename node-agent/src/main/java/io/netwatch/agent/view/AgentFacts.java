package io.netwatch.agent.view;

import io.netwatch.agent.kernel.Attachment;
import java.time.Instant;

/** What stays the same while an agent runs: its version, when it started, how it is attached. */
public record AgentFacts(String version, Instant startedAt, Attachment attachment) {}
