package io.netwatch.agent.collect;

import java.nio.ByteBuffer;

/**
 * ICMP echo, RFC 792 and RFC 4443, with a token by which an answer is known for ours: the identifier is not, since the kernel sets it.
 *
 * <pre>
 *  0 type u8 | code u8 | checksum u16     4 identifier u16 | sequence u16     8 token u64
 * </pre>
 */
final class EchoMessage {
    private static final int TYPE = 0;
    private static final int CHECKSUM = 2;
    private static final int SEQUENCE = 6;
    private static final int TOKEN = 8;
    private static final int BYTES = 16;

    private static final int REQUEST = 8;
    private static final int REPLY = 0;
    private static final int REQUEST_V6 = 128;
    private static final int REPLY_V6 = 129;

    private static final int IPV4_HEADER = 4; // the version, in the first four bits

    private EchoMessage() {}

    static byte[] request(boolean ipv6, int sequence, long token) {
        ByteBuffer message = ByteBuffer.allocate(BYTES);
        message.put(TYPE, (byte) (ipv6 ? REQUEST_V6 : REQUEST));
        message.putShort(SEQUENCE, (short) sequence);
        message.putLong(TOKEN, token);
        if (!ipv6) { // of ICMPv6 it covers addresses, which the kernel knows
            message.putShort(CHECKSUM, checksum(message));
        }
        return message.array();
    }

    /**
     * Whether these bytes answer that request.
     *
     * @param withHeader the IPv4 header is before it, as a raw socket gives it
     */
    static boolean isReply(byte[] bytes, int length, boolean withHeader, boolean ipv6, long token) {
        int start = withHeader ? headerBytes(bytes, length) : 0;
        if (start < 0 || length - start < BYTES) {
            return false;
        }
        ByteBuffer message = ByteBuffer.wrap(bytes, start, BYTES).slice();
        return (message.get(TYPE) & 0xff) == (ipv6 ? REPLY_V6 : REPLY) && message.getLong(TOKEN) == token;
    }

    private static int headerBytes(byte[] bytes, int length) {
        return length == 0 || (bytes[0] & 0xff) >>> 4 != IPV4_HEADER ? -1 : (bytes[0] & 0xf) * 4;
    }

    /** RFC 1071, of 16-bit words. */
    private static short checksum(ByteBuffer message) {
        int sum = 0;
        for (int i = 0; i < BYTES; i += 2) {
            sum += message.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }
}
