/**
 * A small shop on the testbed: a few workloads that talk to each other, some of them in vain, so that every kind of connection is
 * there to be seen. It knows the testbed, and nothing of who watches.
 */
package io.netwatch.e2e.shop;
