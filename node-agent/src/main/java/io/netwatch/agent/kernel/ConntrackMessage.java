package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Messages of ctnetlink: include/uapi/linux/netlink.h, netfilter/nfnetlink.h and netfilter/nfnetlink_conntrack.h.
 *
 * <pre>
 *    0 length u32 | type u16 | flags u16 | sequence u32 | port u32
 *   16 family u8 | version u8 | resource u16
 *   20 attributes: length u16 | type u16 | value, padded to 4 bytes; addresses and ports in network order
 * </pre>
 */
final class ConntrackMessage {
    private static final int HEADER_BYTES = 16;
    private static final int ATTRIBUTES = 20;
    private static final int MESSAGE_MAX = 256;

    private static final int TYPE_ERROR = 2; // NLMSG_ERROR
    private static final int TYPE_NEW = 1 << 8; // NFNL_SUBSYS_CTNETLINK, IPCTNL_MSG_CT_NEW
    private static final int TYPE_GET = 1 << 8 | 1;
    private static final int REQUEST = 1; // NLM_F_REQUEST

    private static final int NESTED = 1 << 15;
    private static final int TYPE_MASK = (1 << 14) - 1;

    private static final int TUPLE_ORIGINAL = 1;
    private static final int TUPLE_REPLY = 2;
    private static final int TUPLE_IP = 1;
    private static final int TUPLE_PROTOCOL = 2;
    private static final int V4_SOURCE = 1;
    private static final int V4_DESTINATION = 2;
    private static final int V6_SOURCE = 3;
    private static final int V6_DESTINATION = 4;
    private static final int PROTOCOL_NUMBER = 1;
    private static final int SOURCE_PORT = 2;
    private static final int DESTINATION_PORT = 3;

    private static final byte AF_INET = 2;
    private static final byte AF_INET6 = 10;
    private static final byte TCP = 6;
    private static final long MAPPED = 0xffffL << 32;

    private ConntrackMessage() {}

    /** Asks for the TCP connection whose first segment went from one to the other. */
    static byte[] get(Endpoint from, Endpoint to, int sequence) {
        boolean isV4 = from.isIpv4();
        ByteBuffer message = ByteBuffer.allocate(MESSAGE_MAX).order(ByteOrder.nativeOrder());
        message.putInt(0)
                .putShort((short) TYPE_GET)
                .putShort((short) REQUEST)
                .putInt(sequence)
                .putInt(0);
        message.put(isV4 ? AF_INET : AF_INET6).put((byte) 0).putShort((short) 0);
        int tuple = begin(message, TUPLE_ORIGINAL | NESTED);
        int ip = begin(message, TUPLE_IP | NESTED);
        putAddress(message, isV4 ? V4_SOURCE : V6_SOURCE, from, isV4);
        putAddress(message, isV4 ? V4_DESTINATION : V6_DESTINATION, to, isV4);
        end(message, ip);
        int protocol = begin(message, TUPLE_PROTOCOL | NESTED);
        int number = begin(message, PROTOCOL_NUMBER);
        message.put(TCP);
        end(message, number);
        putPort(message, SOURCE_PORT, from.port());
        putPort(message, DESTINATION_PORT, to.port());
        end(message, protocol);
        end(message, tuple);
        message.putInt(0, message.position());
        byte[] bytes = new byte[message.position()];
        message.get(0, bytes);
        return bytes;
    }

    private static int begin(ByteBuffer message, int type) {
        int at = message.position();
        message.putShort((short) 0).putShort((short) type);
        return at;
    }

    private static void end(ByteBuffer message, int at) {
        message.putShort(at, (short) (message.position() - at));
        message.position((message.position() + 3) & ~3);
    }

    private static void putAddress(ByteBuffer message, int type, Endpoint endpoint, boolean isV4) {
        int at = begin(message, type);
        message.order(ByteOrder.BIG_ENDIAN);
        if (isV4) {
            message.putInt((int) endpoint.low());
        } else {
            message.putLong(endpoint.high()).putLong(endpoint.low());
        }
        message.order(ByteOrder.nativeOrder());
        end(message, at);
    }

    private static void putPort(ByteBuffer message, int type, int port) {
        int at = begin(message, type);
        message.put((byte) (port >>> 8)).put((byte) port);
        end(message, at);
    }

    /** The error number that a message tells of, positive; 0 when it tells of none. */
    static int error(byte[] answer) {
        ByteBuffer message = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        boolean isError = answer.length >= HEADER_BYTES + 4 && message.getShort(4) == TYPE_ERROR;
        return isError ? -message.getInt(HEADER_BYTES) : 0;
    }

    /** Who answers, of the connection that was asked for with this sequence; null when the message does not tell. */
    static Endpoint replySource(byte[] answer, int sequence) {
        ByteBuffer message = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        int length = answer.length < ATTRIBUTES ? 0 : message.getInt(0);
        if (length < ATTRIBUTES
                || length > answer.length
                || message.getShort(4) != TYPE_NEW
                || message.getInt(8) != sequence) {
            return null;
        }
        ByteBuffer tuple = find(message.slice(ATTRIBUTES, length - ATTRIBUTES), TUPLE_REPLY);
        ByteBuffer ip = find(tuple, TUPLE_IP);
        ByteBuffer port = find(find(tuple, TUPLE_PROTOCOL), SOURCE_PORT);
        ByteBuffer v4 = find(ip, V4_SOURCE);
        ByteBuffer v6 = find(ip, V6_SOURCE);
        if (port == null || port.remaining() < 2) {
            return null;
        }
        int number = port.order(ByteOrder.BIG_ENDIAN).getShort(0) & 0xffff;
        if (v4 != null && v4.remaining() >= 4) {
            return new Endpoint(
                    0,
                    MAPPED
                            | Integer.toUnsignedLong(
                                    v4.order(ByteOrder.BIG_ENDIAN).getInt(0)),
                    number);
        }
        boolean isV6 = v6 != null && v6.remaining() >= 16;
        return isV6 ? new Endpoint(v6.order(ByteOrder.BIG_ENDIAN).getLong(0), v6.getLong(8), number) : null;
    }

    /** The value of the first attribute of this type; null when there is none, or nothing to look in. */
    private static ByteBuffer find(ByteBuffer attributes, int type) {
        int at = 0;
        while (attributes != null && at + 4 <= attributes.limit()) {
            attributes.order(ByteOrder.nativeOrder());
            int length = attributes.getShort(at) & 0xffff;
            if (length < 4 || at + length > attributes.limit()) {
                return null;
            }
            if ((attributes.getShort(at + 2) & TYPE_MASK) == type) {
                return attributes.slice(at + 4, length - 4);
            }
            at += (length + 3) & ~3;
        }
        return null;
    }
}
