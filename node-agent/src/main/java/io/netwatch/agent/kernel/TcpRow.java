package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.TcpState;

/**
 * A socket as a line of {@code /proc/<pid>/net/tcp} or {@code tcp6} tells of it.
 *
 * @param state TIME_WAIT also for what is left of a socket in FIN_WAIT2 that its process has closed
 * @param peer address and port are 0 in a row of state LISTEN
 * @param mapped an IPv6 socket whose own address is IPv4
 * @param uid owner's user; of no meaning while the inode is 0
 * @param inode names the socket; 0 = not yet accepted, or no process holds it any more
 */
record TcpRow(TcpState state, Endpoint local, Endpoint peer, boolean mapped, int uid, long inode) {}
