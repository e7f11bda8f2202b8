/**
 * The identity stream, by which the operator tells agents who holds which address: one JSON object a line
 * ({@code application/x-ndjson}, gzip). Needs Jackson alone.
 */
package io.netwatch.api.identity;
