package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.DnsEventEncoder;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.policy.Everything;
import io.netwatch.agent.policy.Follower;
import io.netwatch.agent.policy.Selection;
import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.node.PolicyReport.Upload;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsMessagesTest {
    private static final Endpoint CLIENT = new Endpoint(0, 0xffff_0a00_0001L, 40_000);
    private static final Endpoint RESOLVER = new Endpoint(0, 0xffff_0a60_000aL, 53);
    private static final long ANSWER = 0xffff_cb00_7107L; // 203.0.113.7
    private static final long SECOND = 1_000_000_000L;

    private final List<String> told = new ArrayList<>();
    private final Selection everything = new Everything(new Recorder());
    private final DnsMessages messages = new DnsMessages(cgroup -> everything);
    private final EventDecoder decoder = new EventDecoder(new EventHandler() {
        @Override
        public void onConnection(ConnectionEvent event) {}

        @Override
        public void onCgroup(CgroupEvent event) {}

        @Override
        public void onDns(DnsEvent event) {
            messages.onDns(event);
        }
    });
    private final long memory = NativeMemory.allocate(DnsEventEncoder.BYTES_MAX);

    @AfterEach
    void free() {
        NativeMemory.free(memory);
    }

    @Test
    void anAnswerNamesItsAddressesForWhoAskedAndFollowersHearBoth() throws IOException {
        receive(DnsEvent.UDP, Direction.OUTBOUND, query().toWire());
        receive(DnsEvent.UDP, Direction.INBOUND, answer().toWire());

        assertThat(messages.nameOf(0, 0, ANSWER, 2 * SECOND)).isEqualTo("api.example.com");
        assertThat(messages.nameOf(7, 0, ANSWER, 2 * SECOND)).isNull();
        assertThat(told).containsExactly("query api.example.com", "answer api.example.com");
    }

    @Test
    void readsTcpToo() throws IOException {
        byte[] message = answer().toWire();
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);

        receive(DnsEvent.TCP, Direction.INBOUND, framed);

        assertThat(messages.nameOf(0, 0, ANSWER, 2 * SECOND)).isEqualTo("api.example.com");
    }

    @Test
    void knowsNothingAndCountsNothingBeforeTheFirst() {
        assertThat(messages.nameOf(0, 0, ANSWER, SECOND)).isNull();
        assertThat(messages.unread()).isZero();
    }

    @Test
    void countsWhatIsNoMessage() {
        receive(DnsEvent.UDP, Direction.INBOUND, new byte[] {1, 2, 3});

        assertThat(messages.unread()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    private void receive(int protocol, Direction direction, byte[] payload) {
        int bytes = new DnsEventEncoder()
                .begin(memory, protocol, direction)
                .source(7, SECOND)
                .ends(CLIENT, RESOLVER)
                .message(payload);
        decoder.decode(memory, bytes);
    }

    private static Message query() throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString("api.example.com."), Type.A, DClass.IN));
    }

    private static Message answer() throws IOException {
        Message message = query();
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(
                new ARecord(Name.fromString("api.example.com."), DClass.IN, 300, InetAddress.getByAddress(new byte[] {
                    (byte) 203, 0, 113, 7
                })),
                Section.ANSWER);
        return message;
    }

    private final class Recorder implements Follower {
        @Override
        public void onConnection(long source, ConnectionEvent e) {}

        @Override
        public void onTraffic(long source, ConnectionEvent e, long rxBytes, long txBytes) {}

        @Override
        public void onDns(DnsMessage message) {
            told.add((message.isOwnQuery() ? "query " : "answer ") + message.name());
        }

        @Override
        public List<Unmet> unmet() {
            return List.of();
        }

        @Override
        public Upload upload() {
            return null;
        }
    }
}
