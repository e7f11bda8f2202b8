/**
 * From policies and what is known of the cluster to what should run: pure functions of their arguments.
 *
 * <p>Second of the stages; of the project it imports {@code config} and the API types only.
 */
package io.netwatch.operator.plan;
