/**
 * Whose an event is. This end of a connection is named by its cgroup: the kernel's names of it lead to a container and pod, of which
 * the API server tells. The other end is named by its address: who held it when the connection began, of which the operator tells.
 * What is not known for sure is not guessed. Imports only {@code config}, {@code libbpf}, {@code event} and {@code kernel}.
 */
package io.netwatch.agent.identify;
