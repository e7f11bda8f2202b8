package io.netwatch.agent.kernel;

/**
 * TCP sockets of the machine by state, over all network namespaces, as the kernel counts them.
 *
 * @param established so many more are in ESTABLISHED than when counting began; may be negative
 * @param closeWait likewise in CLOSE_WAIT
 * @param timeWait all in TIME_WAIT, and in FIN_WAIT2 without a process; -1 = the kernel doesn't tell
 * @param skipped changes of state since counting began that may have been missed: a program would have interrupted itself
 */
public record StateCounts(long established, long closeWait, long timeWait, long skipped) {}
