package io.netwatch.agent.view;

/** Gives the agent's counts. Called from any thread. */
@FunctionalInterface
public interface Counters {
    Completeness now();
}
