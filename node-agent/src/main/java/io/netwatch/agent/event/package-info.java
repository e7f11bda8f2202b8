/**
 * What the kernel says, as Java reads it: flyweights over records laid out as in {@code bpf/src/main/bpf/event.h}, and
 * the small values in them. Pure; nothing here has a thread, and nothing is allocated per record. Imports only
 * {@code config} and {@code libbpf}.
 */
package io.netwatch.agent.event;
