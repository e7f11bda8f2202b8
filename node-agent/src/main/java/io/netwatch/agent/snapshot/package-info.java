/**
 * What goes to the cloud, made of what the earlier packages know: of a policy, the connections that carried most, what its processes
 * carried, and alerts; of the host, what collectors read. One {@code Snapshot} a cycle. Knows nothing of where it is sent.
 */
package io.netwatch.agent.snapshot;
