/**
 * A node of a cluster on one machine, without a cluster: an API server in memory, pods as real processes in network namespaces and
 * cgroups of their own, service addresses that translate, and the controllers that a cluster would bring: what makes pods of
 * DaemonSets, EndpointSlices of Services, rules of EndpointSlices, processes of pods.
 *
 * <p>It knows nothing of what runs on it. Nothing in the machine's own network namespace is touched; all else carries the name of
 * the {@link io.netwatch.e2e.testbed.Run} and goes with it.
 */
package io.netwatch.e2e.testbed;
