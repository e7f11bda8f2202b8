package io.netwatch.agent.run;

import io.netwatch.agent.detect.DnsReader;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.identify.DnsNames;
import io.netwatch.agent.policy.Selection;
import io.netwatch.agent.policy.Selections;
import io.netwatch.agent.track.PeerNames;

/**
 * What becomes of packets of port 53: their messages teach names of addresses, and go to the policies that select whoever asked. On the
 * thread of events; takes no memory before the first one.
 */
final class DnsMessages implements PeerNames {
    private final Selections selections;
    private DnsNames names;
    private DnsReader reader;
    private byte[] bytes;
    private Selection asking = Selection.EVERYTHING;

    DnsMessages(Selections selections) {
        this.selections = selections;
    }

    void onDns(DnsEvent e) {
        if (reader == null) {
            names = new DnsNames();
            reader = new DnsReader(this::onMessage);
            bytes = new byte[DnsEvent.MESSAGE_MAX];
        }
        asking = selections.of(e.cgroup());
        reader.flow()
                .ends(asking.source(), e.sport(), e.peerHigh(), e.peerLow(), e.dport())
                .packet(e.isTcp(), e.direction() == Direction.OUTBOUND, e.time());
        int captured = e.copyMessage(bytes);
        if (e.isTcp()) {
            reader.onSegment(e.sequence(), bytes, captured, e.length());
        } else {
            reader.onDatagram(bytes, captured, e.length());
        }
    }

    private void onMessage(DnsMessage message) {
        if (message.isOwnAnswer()) {
            for (int i = 0; i < message.addresses(); i++) {
                names.learn(
                        message.flow().source(),
                        message.addressHigh(i),
                        message.addressLow(i),
                        message.name(),
                        message.ttlSeconds(i),
                        message.flow().nanos());
            }
        }
        asking.onDns(message);
    }

    @Override
    public String nameOf(long source, long high, long low, long bootNanos) {
        return names == null ? null : names.nameOf(source, high, low, bootNanos);
    }

    /** Packets that told nothing: cut short before the end of their question, malformed, or out of any order. */
    long unread() {
        return reader == null ? 0 : reader.cut() + reader.malformed() + reader.unsynced();
    }
}
