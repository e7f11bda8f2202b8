package io.netwatch.operator.plan;

/**
 * What the agent of a node is doing.
 *
 * @param state whether it runs
 * @param reason one word on why it does not, or on what it can't do although it runs; null when nothing is amiss
 * @param message the agent's or Kubernetes' own words on it; null when there are none
 */
public record AgentFacts(State state, String reason, String message) {
    /** An agent that sees connections. */
    public static final AgentFacts READY = new AgentFacts(State.READY, null, null);

    /** An agent that is on its way. */
    public static final AgentFacts STARTING = new AgentFacts(State.STARTING, null, null);

    /** Whether an agent runs. */
    public enum State {
        /** It sees connections. */
        READY,
        /** It is on its way. */
        STARTING,
        /** It can't run until somebody does something. */
        FAILING
    }

    /** An agent that sees connections, but not as well as it should. */
    public static AgentFacts limited(String reason, String message) {
        return new AgentFacts(State.READY, reason, message);
    }

    /** An agent that can't run. */
    public static AgentFacts failing(String reason, String message) {
        return new AgentFacts(State.FAILING, reason, message);
    }
}
