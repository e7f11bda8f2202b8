package io.netwatch.agent.track;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.identify.Trouble;
import java.time.Instant;

/**
 * A connection as the table knew it at one moment.
 *
 * @param id names it among those of this agent
 * @param local the end of the socket on this node
 * @param cgroup cgroup id of the owner; 0 = unknown
 * @param cgroupPath path of that cgroup below its hierarchy's root; null = unknown
 * @param netns inode of the socket's network namespace
 * @param opened when connect or the handshake began; null = before the agent
 * @param changed when its state last changed as far as was seen
 * @param error errno that ended it, positive; 0 = none
 * @param failed whether it ended as a connect that was never answered with a connection
 * @param rxBytes payload bytes received, as of the last event or reading
 * @param txBytes payload bytes sent, as of the last event or reading
 * @param rttMicros smoothed round trip; 0 = none measured
 * @param retransmits segments sent again
 * @param connectLatencyNanos from connect to its answer; -1 = unknown, or not ours to measure
 * @param preexisting whether it was open before the agent came
 * @param polled whether it was read from /proc rather than told by an event
 * @param swept whether its end was not told, but found later
 * @param localParty who is at the local end
 * @param peerParty who is at the other end: behind a Service's address the pod, where that is known
 * @param peerName what its pod asked DNS for to get the peer's address; null when that is not known
 * @param trouble why a connect had to fail; NONE also when that is not known
 */
public record Connection(
        long id,
        Direction direction,
        TcpState state,
        Endpoint local,
        Endpoint peer,
        Owner owner,
        long cgroup,
        String cgroupPath,
        long netns,
        Instant opened,
        Instant changed,
        int error,
        boolean failed,
        long rxBytes,
        long txBytes,
        int rttMicros,
        int retransmits,
        long connectLatencyNanos,
        boolean preexisting,
        boolean polled,
        boolean swept,
        Party localParty,
        Party peerParty,
        String peerName,
        Trouble trouble) {

    /** The same, as somebody else knows who is at its ends. */
    Connection with(Party local, Party peer) {
        return new Connection(
                id,
                direction,
                state,
                this.local,
                this.peer,
                owner,
                cgroup,
                cgroupPath,
                netns,
                opened,
                changed,
                error,
                failed,
                rxBytes,
                txBytes,
                rttMicros,
                retransmits,
                connectLatencyNanos,
                preexisting,
                polled,
                swept,
                local,
                peer,
                peerName,
                trouble);
    }
}
