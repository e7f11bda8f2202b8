/**
 * Where the operator meets the API server: what it watches, the pass over all policies that decides what should run, and the
 * reconcilers that write each policy's status.
 *
 * <p>Fifth of the stages; of the project it imports {@code config}, {@code plan}, {@code resource}, {@code status},
 * {@code tls} and {@code identity}. It has the operator's threads.
 */
package io.netwatch.operator.reconcile;
