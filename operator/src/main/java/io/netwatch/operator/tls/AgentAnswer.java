package io.netwatch.operator.tls;

/** What came of asking an agent: its answer, or why there is none. */
public sealed interface AgentAnswer {
    /** The body of a 200, as the agent sent it (UTF-8). */
    record Body(String json) implements AgentAnswer {}

    /**
     * No answer.
     *
     * @param detail one line for people, without anything that the peer sent but its status code
     */
    record Failed(AgentFailure reason, String detail) implements AgentAnswer {}
}
