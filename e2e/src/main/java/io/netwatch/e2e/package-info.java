/** The whole system on one machine: a testbed that stands in for a cluster, a demo on it, and in {@code src/test} the tests. */
package io.netwatch.e2e;
