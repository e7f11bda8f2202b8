/**
 * Where events come from: the BPF programs and their maps, or, without BPF, /proc. Both speak records of event.h to a
 * decoder, and count what they lose. And what the kernel has rewritten on the way. Imports only {@code config}, {@code libbpf} and {@code event}.
 */
package io.netwatch.agent.kernel;
