/** {@code ./netwatch demo}: a cluster of one node, a shop on it, NetWatch, and what it sees, in the terminal. */
package io.netwatch.e2e.demo;
