/**
 * The cluster that the node is in: its pods and the policies from the API server, peers from the operator; each cut down as it
 * arrives and handed to the thread of events. Imports only {@code config}, {@code libbpf}, {@code event}, {@code kernel}, {@code
 * identify} and {@code policy}; makes no threads but those that the API server's client brings.
 */
package io.netwatch.agent.cluster;
