package io.netwatch.agent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.netwatch.bpf.BpfObjectFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The compiled object's own idea of event.h, against the Java side's. */
class EventLayoutTest {
    private final Btf btf = Btf.of(BpfObjectFile.read());

    EventLayoutTest() throws IOException {}

    @Test
    void connectionEventsAreLaidOutAsCompiled() {
        Btf.Struct struct = btf.struct("connection_event");

        assertThat(struct.bytes()).isEqualTo(ConnectionEvent.BYTES);
        assertThat(struct.offsets())
                .containsExactly(
                        entry("kind", ConnectionEvent.KIND),
                        entry("state", ConnectionEvent.STATE),
                        entry("direction", ConnectionEvent.DIRECTION),
                        entry("flags", ConnectionEvent.FLAGS),
                        entry("error", ConnectionEvent.ERROR),
                        entry("family", ConnectionEvent.FAMILY),
                        entry("sport", ConnectionEvent.SPORT),
                        entry("dport", ConnectionEvent.DPORT),
                        entry("netns", ConnectionEvent.NETNS),
                        entry("time", ConnectionEvent.TIME),
                        entry("id", ConnectionEvent.ID),
                        entry("opened", ConnectionEvent.OPENED),
                        entry("cgroup", ConnectionEvent.CGROUP),
                        entry("tgid", ConnectionEvent.TGID),
                        entry("pid", ConnectionEvent.PID),
                        entry("uid", ConnectionEvent.UID),
                        entry("rtt", ConnectionEvent.RTT),
                        entry("rx", ConnectionEvent.RX),
                        entry("tx", ConnectionEvent.TX),
                        entry("retransmits", ConnectionEvent.RETRANSMITS),
                        entry("reserved", ConnectionEvent.RESERVED),
                        entry("comm", ConnectionEvent.COMM),
                        entry("saddr", ConnectionEvent.SADDR),
                        entry("daddr", ConnectionEvent.DADDR));
    }

    @Test
    void cgroupEventsAreLaidOutAsCompiled() {
        Btf.Struct struct = btf.struct("cgroup_event");

        assertThat(struct.offsets())
                .containsExactly(
                        entry("kind", 0),
                        entry("levels", CgroupEvent.LEVELS),
                        entry("length", CgroupEvent.LENGTH),
                        entry("reserved", 4),
                        entry("time", CgroupEvent.TIME),
                        entry("cgroup", CgroupEvent.CGROUP),
                        entry("names", CgroupEvent.NAMES));
    }

    @Test
    void dnsEventsAreLaidOutAsCompiled() {
        Btf.Struct struct = btf.struct("dns_event");

        assertThat(struct.bytes()).isEqualTo(DnsEventEncoder.BYTES_MAX);
        assertThat(struct.offsets())
                .containsExactly(
                        entry("kind", DnsEvent.KIND),
                        entry("protocol", DnsEvent.PROTOCOL),
                        entry("direction", DnsEvent.DIRECTION),
                        entry("reserved", 3),
                        entry("captured", DnsEvent.CAPTURED),
                        entry("family", DnsEvent.FAMILY),
                        entry("sport", DnsEvent.SPORT),
                        entry("dport", DnsEvent.DPORT),
                        entry("length", DnsEvent.LENGTH),
                        entry("time", DnsEvent.TIME),
                        entry("cgroup", DnsEvent.CGROUP),
                        entry("sequence", DnsEvent.SEQUENCE),
                        entry("reserved2", 36),
                        entry("saddr", DnsEvent.SADDR),
                        entry("daddr", DnsEvent.DADDR),
                        entry("message", DnsEvent.MESSAGE));
    }
}
