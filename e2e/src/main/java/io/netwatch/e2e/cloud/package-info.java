/**
 * {@code ./netwatch cloud}: takes in what agents send and answers as NetWatch Cloud does, on this machine, without an account. Knows the
 * wire format alone; keeps nothing but the latest snapshots, in memory.
 */
package io.netwatch.e2e.cloud;
