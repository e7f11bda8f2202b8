package io.netwatch.agent.track;

import io.netwatch.agent.event.EventKind;

/** A connection right after what happened to it; OPEN is one that was found, with no event of its own. */
public record ConnectionChange(EventKind kind, Connection connection) {}
