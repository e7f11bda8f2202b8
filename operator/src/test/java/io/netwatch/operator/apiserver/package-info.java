/**
 * Test fixture: a Kubernetes API server in memory, a proxy that counts requests and injects faults in front of it or of a real
 * one, and the contract that both must pass.
 *
 * <p>It imports nothing else of the operator. Tests start at {@link io.netwatch.operator.apiserver.ApiServerUnderTest}.
 */
package io.netwatch.operator.apiserver;
