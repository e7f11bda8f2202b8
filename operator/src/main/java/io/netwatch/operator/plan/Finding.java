package io.netwatch.operator.plan;

/**
 * Something that keeps a policy, or a part of it, from being followed.
 *
 * @param reason one word, for the condition
 * @param message what it is and what to do, for a person
 */
public record Finding(String reason, String message) {}
