/**
 * What is known of every connection: one table with one writer, and the copies that it gives to others. Imports only
 * {@code config}, {@code libbpf}, {@code event}, {@code kernel} and {@code identify}.
 */
package io.netwatch.agent.track;
