/**
 * The operator: from policies to agents on nodes, and from what agents do to the policies' status.
 *
 * <p>Packages in the order in which data flows, each importing only those before it: {@code config, plan, resource, status,
 * reconcile}.
 */
package io.netwatch.operator;
