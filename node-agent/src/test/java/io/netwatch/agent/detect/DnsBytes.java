package io.netwatch.agent.detect;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.Endpoint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes DNS messages as RFC 1035 has them. */
final class DnsBytes {
    static final int A = 1;
    static final int CNAME = 5;
    static final int AAAA = 28;
    static final int QUERY_FLAGS = 0x0100;
    static final int ANSWER_FLAGS = 0x8180;
    static final int TO_THE_QUESTION = 0xc00c;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] query(int id, String name) {
        return new DnsBytes()
                .head(id, QUERY_FLAGS, 1, 0)
                .name(name)
                .u16(A)
                .u16(1)
                .bytes();
    }

    static byte[] answer(int id, int rcode, String name, String... addresses) {
        DnsBytes message = new DnsBytes()
                .head(id, ANSWER_FLAGS | rcode, 1, addresses.length)
                .name(name)
                .u16(A)
                .u16(1);
        for (String address : addresses) {
            message.address(address, 300);
        }
        return message.bytes();
    }

    /** As TCP carries it. */
    static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
    }

    DnsBytes head(int id, int flags, int questions, int answers) {
        return u16(id).u16(flags).u16(questions).u16(answers).u16(0).u16(0);
    }

    /** Its labels and the root. */
    DnsBytes name(String name) {
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.")) {
            label(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        return u8(0);
    }

    DnsBytes label(byte[] bytes) {
        return u8(bytes.length).raw(bytes);
    }

    /** A record of the name in the question. */
    DnsBytes address(String address, long ttl) {
        Address parsed = Address.parse(address);
        boolean isV4 = new Endpoint(parsed.high(), parsed.low(), 0).isIpv4();
        ByteBuffer data = ByteBuffer.allocate(16).putLong(parsed.high()).putLong(parsed.low());
        byte[] all = data.array();
        byte[] rdata = isV4 ? Arrays.copyOfRange(all, 12, 16) : all;
        return u16(TO_THE_QUESTION).record(isV4 ? A : AAAA, ttl, rdata);
    }

    /** A record behind its name. */
    DnsBytes record(int type, long ttl, byte[] data) {
        return u16(type)
                .u16(1)
                .u16((int) (ttl >>> 16))
                .u16((int) ttl & 0xffff)
                .u16(data.length)
                .raw(data);
    }

    DnsBytes u8(int value) {
        out.write(value);
        return this;
    }

    DnsBytes u16(int value) {
        return u8(value >>> 8 & 0xff).u8(value & 0xff);
    }

    DnsBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
