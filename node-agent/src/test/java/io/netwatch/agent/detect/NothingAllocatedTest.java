package io.netwatch.agent.detect;

import static io.netwatch.agent.detect.SampleEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.identify.DnsNames;
import io.netwatch.api.policy.Detectors;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done for each event leaves no garbage, however many sources there are. */
class NothingAllocatedTest {
    private static final int EVENTS = 1_000_000;
    /** Bytes, not for each event: what the JVM may take once, as when code is compiled anew while it runs. */
    private static final long ONCE = 1024;

    private static final long T = 1000 * SECOND;
    private static final long RESOLVER = 0xffff_0a60_000aL;

    private final SampleEvents events = new SampleEvents();
    private final Endpoint[] peers = new Endpoint[1 << 12];
    private final Detection detection = new Detection(
            new Detectors(
                    new Detectors.PortScan(20),
                    new Detectors.Beaconing(5),
                    new Detectors.DnsTunnel(50),
                    new Detectors.Bandwidth(100)),
            new OwnDomains(List.of("cluster.local")),
            (high, low) -> low == 1);
    private long now = T;

    NothingAllocatedTest() {
        for (int i = 0; i < peers.length; i++) {
            peers[i] = new Endpoint(0, 0xffff_0a00_0000L + i, i * 16 % 65_536);
        }
    }

    @AfterEach
    void close() {
        events.close();
    }

    private void connect(int count) {
        for (int i = 0; i < count; i++) {
            now += 100_000;
            EventKind kind =
                    i % 3 == 0 ? EventKind.CONNECT_FAILED : i % 3 == 1 ? EventKind.CONNECT_V4 : EventKind.ACCEPT;
            detection.onConnection(i % 1500, events.outbound(kind, peers[i * 7 & (peers.length - 1)], now, now));
        }
    }

    @Test
    void byConnections() {
        connect(EVENTS / 5);

        assertThat(Allocation.of(() -> connect(EVENTS))).isLessThan(ONCE);
        assertThat(detection.evicted()).isPositive();
    }

    @Test
    void byTraffic() {
        traffic(EVENTS / 5);

        assertThat(Allocation.of(() -> traffic(EVENTS))).isLessThan(ONCE);
        assertThat(detection.evicted()).isPositive();
    }

    private void traffic(int count) {
        for (int i = 0; i < count; i++) {
            detection.onTraffic(i % 1500, i, 1);
            if (i % 10_000 == 0) {
                now += 15 * SECOND;
                detection.sample(now);
            }
        }
    }

    @Test
    void byDns() {
        DnsStats stats = new DnsStats();
        DnsNames names = new DnsNames();
        DnsReader reader = new DnsReader(message -> {
            detection.onDns(message);
            stats.onDns(message);
            for (int i = 0; message.isOwnAnswer() && i < message.addresses(); i++) {
                names.learn(
                        message.flow().source(),
                        message.addressHigh(i),
                        message.addressLow(i),
                        message.name(),
                        message.ttlSeconds(i),
                        message.flow().nanos());
            }
        });
        byte[][] queries = new byte[1024][];
        byte[][] segments = new byte[queries.length][];
        byte[][] answers = new byte[queries.length][];
        for (int i = 0; i < queries.length; i++) {
            String name = "name-" + i + ".sub.domain-" + i % 600 + ".example";
            queries[i] = DnsBytes.query(i, name);
            segments[i] = DnsBytes.framed(queries[i]);
            answers[i] = DnsBytes.answer(
                    i, 0, name, "203.0." + i / 256 + "." + i % 256, "2001:db8::" + Integer.toHexString(i));
        }
        Runnable work = () -> dns(reader, queries, segments, answers);
        work.run();

        assertThat(Allocation.of(work)).isLessThan(ONCE);
        assertThat(reader.messages()).isGreaterThan(EVENTS);
        assertThat(names.size()).isPositive();
        assertThat(stats.take().totalQueries()).isPositive();
    }

    private void dns(DnsReader reader, byte[][] queries, byte[][] segments, byte[][] answers) {
        for (int i = 0; i < EVENTS / 5; i++) {
            now += 100_000;
            byte[] query = queries[i % queries.length];
            byte[] answer = answers[i % answers.length];
            boolean isTcp = i % 1024 == 0;
            reader.flow().ends(i % 4, 30_000 + i % 1024, 0, RESOLVER, DnsFlow.PORT);
            reader.flow().packet(isTcp, true, now);
            reader.onDatagram(query, query.length, query.length);
            byte[] segment = segments[i % segments.length];
            reader.onSegment(i * 64, segment, segment.length, segment.length);
            reader.flow().packet(isTcp, false, now + 1000);
            reader.onDatagram(answer, answer.length, answer.length);
            reader.onDatagram(answer, 40, answer.length);
        }
    }
}
