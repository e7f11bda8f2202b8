/**
 * What the host says of itself: interfaces, TCP states, CPU and memory, disks, the way out and the resolver, and what each process
 * carries. Each collector reads files below a path that it is given, and keeps no more than it needs for a difference; from them
 * come the wire's records. Imports {@code config} to {@code track}.
 */
package io.netwatch.agent.collect;
