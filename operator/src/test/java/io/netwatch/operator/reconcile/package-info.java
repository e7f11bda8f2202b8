/** The operator against an API server, and its decisions as golden files. */
package io.netwatch.operator.reconcile;
