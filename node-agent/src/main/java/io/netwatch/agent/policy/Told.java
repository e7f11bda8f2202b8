package io.netwatch.agent.policy;

/**
 * Of a policy's connection events, or of all.
 *
 * @param events told one by one
 * @param lost not told one by one though they were asked for
 * @param notKept connections that there was no room for
 */
public record Told(long events, long lost, long notKept) {
    static final Told NOTHING = new Told(0, 0, 0);
}
