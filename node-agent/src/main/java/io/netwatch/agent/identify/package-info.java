/**
 * Whose an event is: cgroups by name. Imports only {@code config}, {@code libbpf}, {@code event} and {@code kernel}.
 */
package io.netwatch.agent.identify;
