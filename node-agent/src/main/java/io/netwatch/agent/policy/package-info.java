/**
 * What policies want watched on this node: selectors and filters, made into verdicts for the kernel and rules for what it tells.
 * Imports only {@code config}, {@code libbpf}, {@code event}, {@code kernel} and {@code identify}.
 */
package io.netwatch.agent.policy;
