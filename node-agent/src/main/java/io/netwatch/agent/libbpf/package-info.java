/**
 * The native border: libbpf and the few system calls that the reader needs, through jnr-ffi. Each function is bound once,
 * wrapped once, and its return checked there. Nothing here knows what the maps and records mean; imports nothing of the
 * agent but {@code config}.
 */
package io.netwatch.agent.libbpf;
