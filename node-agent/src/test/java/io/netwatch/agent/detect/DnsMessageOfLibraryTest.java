package io.netwatch.agent.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Messages that dnsjava writes are read as it means them. */
class DnsMessageOfLibraryTest {
    private static final int MESSAGES = 5000;

    private final Random random = new Random(5);
    private final DnsMessage read = new DnsMessage(new DnsFlow());

    private Name name() throws IOException {
        String[] words = {"www", "api", "cdn-7", "_sip", "Example", "co", "uk", "com", "svc", "x"};
        StringBuilder text = new StringBuilder();
        int labels = 1 + random.nextInt(6);
        for (int i = 0; i < labels; i++) {
            text.append(words[random.nextInt(words.length)]).append('.');
        }
        return Name.fromString(text.toString());
    }

    private InetAddress address(int bytes) throws IOException {
        byte[] address = new byte[bytes];
        random.nextBytes(address);
        address[0] = 0x20;
        return InetAddress.getByAddress(address);
    }

    @Test
    void readsWhatALibraryWrites() throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            Message message = new Message(random.nextInt(1 << 16));
            boolean isAnswer = random.nextBoolean();
            int type = random.nextBoolean() ? Type.A : Type.AAAA;
            Name asked = name();
            message.addRecord(Record.newRecord(asked, type, DClass.IN), Section.QUESTION);
            List<String> addresses = isAnswer ? answer(message, asked, type) : List.of();
            message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
            byte[] bytes = message.toWire();

            assertThat(read.read(bytes, 0, bytes.length, bytes.length)).isEqualTo(DnsMessage.Outcome.READ);
            assertThat(read.id()).isEqualTo(message.getHeader().getID());
            assertThat(read.isAnswer()).isEqualTo(isAnswer);
            assertThat(read.responseCode()).isEqualTo(message.getRcode());
            assertThat(read.type()).isEqualTo(type);
            assertThat(read.name()).hasToString(asked.toString(true).toLowerCase(Locale.ROOT));
            assertThat(read.name().bytes()).isEqualTo(asked.length() - 2);
            assertThat(addresses()).isEqualTo(addresses);
        }
    }

    /** An alias or more, then addresses, and records that nobody asked for. */
    private List<String> answer(Message message, Name asked, int type) throws IOException {
        message.getHeader().setFlag(Flags.QR);
        List<String> addresses = new ArrayList<>();
        Name owner = asked;
        for (int i = random.nextInt(4); i > 0; i--) {
            Name alias = name();
            message.addRecord(new CNAMERecord(owner, DClass.IN, 60, alias), Section.ANSWER);
            owner = alias;
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            long ttl = random.nextInt(100_000);
            InetAddress address = address(type == Type.A ? 4 : 16);
            Record record = type == Type.A
                    ? new ARecord(owner, DClass.IN, ttl, address)
                    : new AAAARecord(owner, DClass.IN, ttl, address);
            if (message.findRecord(record, Section.ANSWER)) {
                continue;
            }
            message.addRecord(record, Section.ANSWER);
            addresses.add(
                    ttl + " " + SampleEvents.end(address.getHostAddress(), 0).address());
        }
        message.addRecord(new TXTRecord(owner, DClass.IN, 60, "v=spf1 -all"), Section.ANSWER);
        message.addRecord(new ARecord(name(), DClass.IN, 60, address(4)), Section.ADDITIONAL);
        return addresses;
    }

    private List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < read.addresses(); i++) {
            Endpoint end = new Endpoint(read.addressHigh(i), read.addressLow(i), 0);
            addresses.add(read.ttlSeconds(i) + " " + end.address());
        }
        return addresses;
    }
}
