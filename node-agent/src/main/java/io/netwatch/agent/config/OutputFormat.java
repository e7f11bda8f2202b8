package io.netwatch.agent.config;

/** What the agent writes to its standard output. */
public enum OutputFormat {
    /** A table for a person, which refreshes. */
    TABLE,
    /** One JSON object a line, one line an event. */
    JSON,
    /** Nothing: only HTTP shows connections. */
    NONE
}
