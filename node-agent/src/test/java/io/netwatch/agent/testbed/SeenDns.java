package io.netwatch.agent.testbed;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.Endpoint;
import java.util.HexFormat;

/** A copy of a DNS event; units as in {@link DnsEvent}, the captured bytes in hexadecimal digits. */
public record SeenDns(
        boolean tcp,
        Direction direction,
        int family,
        Endpoint local,
        Endpoint peer,
        long time,
        long cgroup,
        int sequence,
        int length,
        String message) {

    static SeenDns of(DnsEvent e) {
        byte[] message = new byte[e.captured()];
        e.copyMessage(message);
        return new SeenDns(
                e.isTcp(),
                e.direction(),
                e.family(),
                e.local(),
                e.peer(),
                e.time(),
                e.cgroup(),
                e.sequence(),
                e.length(),
                HexFormat.of().formatHex(message));
    }
}
