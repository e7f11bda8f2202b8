/**
 * Proof of who is who: the operator's own certificate authority, the certificates of operator and agents, the client that
 * asks agents, the server that takes agents alone, and the metrics endpoint that checks its callers.
 *
 * <p>{@code CertificateSecrets} is a function from the Secrets that exist to those that should; who calls it reads and
 * applies them. Imports no other package of the operator and has no CDI scope: clock, source and sink are constructor
 * arguments. Nothing here writes a key or a token to a log, an exception or a {@code toString}.
 */
package io.netwatch.operator.tls;
