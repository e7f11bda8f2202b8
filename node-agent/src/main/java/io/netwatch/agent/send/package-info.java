/**
 * Delivery of snapshots: a spool on disk that survives kill -9 and a full disk, and from it, one {@link
 * io.netwatch.agent.send.Upload} for each place that a policy names, at its pace and as the cloud's answers ask; or a folder of the
 * host. Imports only the wire records of {@code crds}; makes no threads but those of the HTTP client and starts nothing by itself.
 */
package io.netwatch.agent.send;
