package io.netwatch.agent.policy;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.EventKind;

/** Where there are no policies, as outside of a cluster: all of everything. */
public final class Everything implements Selection {
    private final Follower follower;

    public Everything(Follower follower) {
        this.follower = follower;
    }

    @Override
    public long wanted(Direction direction, int port, long peerHigh, long peerLow) {
        return 1;
    }

    @Override
    public long keep(long rules) {
        return rules;
    }

    @Override
    public void release(long rules) {}

    @Override
    public boolean tell(long rules, EventKind kind, int error) {
        return true;
    }

    @Override
    public void follow(long rules, ConnectionEvent e) {
        follower.onConnection(0, e);
    }

    @Override
    public void carry(long rules, ConnectionEvent e, long rxBytes, long txBytes) {
        follower.onTraffic(0, e, rxBytes, txBytes);
    }

    @Override
    public void onDns(DnsMessage message) {
        follower.onDns(message);
    }

    @Override
    public long source() {
        return 0;
    }

    @Override
    public long rulesOf(String policy) {
        return follower == Follower.NONE ? 0 : 1;
    }
}
