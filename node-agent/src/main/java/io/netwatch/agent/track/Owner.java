package io.netwatch.agent.track;

/**
 * The process that connected or listened.
 *
 * @param tgid its id; 0 = unknown
 * @param pid its thread's id; 0 = unknown
 * @param uid its user in the initial user namespace, unsigned
 * @param comm its thread's name, at most 15 bytes; empty = unknown
 */
public record Owner(int tgid, int pid, int uid, String comm) {}
