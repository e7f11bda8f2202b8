package io.netwatch.agent.event;

/**
 * One DNS message (RFC 1035, 4): the head, the question, and of an answer to a question for addresses those in it. A flyweight that is
 * filled anew for each message and is valid until the next one; allocates nothing. Names other than the question's are skipped, so
 * that compression is never followed and can't lead in circles.
 *
 * <pre>
 *    0 id u16 | flags u16: QR, opcode (4), AA, TC, RD, RA, Z (3), rcode (4) | QDCOUNT u16 | ANCOUNT u16
 *    8 NSCOUNT u16 | ARCOUNT u16
 *   12 question: name, type u16, class u16
 *      answers: name, type u16, class u16, ttl u32, length u16, data
 * </pre>
 */
public final class DnsMessage {
    /** In place of a position: the bytes that were captured end before it. */
    static final int CUT = -1;
    /** In place of a position: these bytes are no message. */
    static final int BROKEN = -2;

    public static final int HEAD_BYTES = 12;

    /** Types and classes, RFC 1035, 3.2; AAAA is RFC 3596. */
    public static final int TYPE_A = 1;

    public static final int TYPE_AAAA = 28;
    public static final int TYPE_ANY = 255;

    /** RFC 1035, 4.1.1: the name does not exist. */
    public static final int NXDOMAIN = 3;

    private static final int CLASS_IN = 1;
    private static final int FLAG_ANSWER = 0x8000;
    private static final int RESPONSE_CODE = 0xf;
    private static final int OPCODE = 0x7800;
    /** The last that has a meaning (RFC 8490). */
    private static final int OPCODE_MAX = 6 << 11;

    private static final int QUESTION_BYTES = 4;
    private static final int RECORD_BYTES = 10;
    private static final int POINTER = 0xc0;
    private static final int ADDRESSES_MAX = 64;
    private static final long MAPPED = 0xffffL << 32;

    /** What became of the bytes. */
    public enum Outcome {
        READ,
        /** The question goes on beyond what was captured. */
        CUT,
        MALFORMED
    }

    private final DnsFlow flow;
    private final QueryName name = new QueryName();
    private final long[] high = new long[ADDRESSES_MAX];
    private final long[] low = new long[ADDRESSES_MAX];
    private final long[] ttlSeconds = new long[ADDRESSES_MAX];
    private int id;
    private int flags;
    private int type;
    private int addresses;

    /** {@code flow} says between whom it went, and is set anew for each. */
    public DnsMessage(DnsFlow flow) {
        this.flow = flow;
    }

    /** Whether bytes look like the head of a message, as far as they go. */
    public static boolean isHead(byte[] bytes, int at, int captured) {
        boolean isKnown = captured < at + 4 || (u16(bytes, at + 2) & OPCODE) <= OPCODE_MAX;
        return isKnown && (captured < at + 6 || u16(bytes, at + 4) <= 1);
    }

    /** Whether bytes look like the beginning of a message with a question, so much so that they hardly are anything else. */
    public static boolean isBeginning(byte[] bytes, int at, int captured) {
        if (captured <= at + HEAD_BYTES || !isHead(bytes, at, captured) || (bytes[at + HEAD_BYTES] & POINTER) != 0) {
            return false;
        }
        int headFlags = u16(bytes, at + 2);
        boolean isQuery = (headFlags & FLAG_ANSWER) == 0;
        boolean isAnswered = (headFlags & RESPONSE_CODE) != 0 || u16(bytes, at + 6) != 0;
        return u16(bytes, at + 4) == 1 && !(isQuery && isAnswered);
    }

    /**
     * Reads a message of {@code length} bytes from {@code offset} on, of which the first {@code captured} are there. Whatever they
     * are, nothing beyond is read.
     */
    public Outcome read(byte[] bytes, int offset, int captured, int length) {
        addresses = 0;
        type = 0;
        name.clear();
        if (captured < HEAD_BYTES) {
            return captured < length && length >= HEAD_BYTES ? Outcome.CUT : Outcome.MALFORMED;
        }
        id = u16(bytes, offset);
        flags = u16(bytes, offset + 2);
        int questions = u16(bytes, offset + 4);
        if (questions > 1) {
            return Outcome.MALFORMED; // RFC 9619: one at most
        }
        int captureEnd = offset + captured;
        int end = offset + length;
        int at = offset + HEAD_BYTES;
        if (questions == 1) {
            at = readQuestion(bytes, at, captureEnd, end);
        }
        if (at >= 0 && questions == 1 && isAnswer() && responseCode() == 0) {
            at = readAnswers(bytes, at, u16(bytes, offset + 6), captureEnd, end);
            return at == BROKEN ? Outcome.MALFORMED : Outcome.READ;
        }
        return at == CUT ? Outcome.CUT : at == BROKEN ? Outcome.MALFORMED : Outcome.READ;
    }

    private int readQuestion(byte[] bytes, int from, int captureEnd, int end) {
        int at = name.read(bytes, from, captureEnd, end);
        if (at < 0) {
            return at;
        }
        if (at + QUESTION_BYTES > captureEnd) {
            return at + QUESTION_BYTES > end ? BROKEN : CUT;
        }
        type = u16(bytes, at);
        return at + QUESTION_BYTES;
    }

    private int readAnswers(byte[] bytes, int from, int count, int captureEnd, int end) {
        boolean wanted = type == TYPE_A || type == TYPE_AAAA || type == TYPE_ANY;
        int at = from;
        for (int i = 0; wanted && i < count; i++) {
            at = skipName(bytes, at, captureEnd, end);
            if (at < 0) {
                return at;
            }
            if (at + RECORD_BYTES > captureEnd) {
                return at + RECORD_BYTES > end ? BROKEN : CUT;
            }
            int dataBytes = u16(bytes, at + 8);
            int data = at + RECORD_BYTES;
            if (data + dataBytes > captureEnd) {
                return data + dataBytes > end ? BROKEN : CUT;
            }
            if (!addAddress(bytes, at, data, dataBytes)) {
                return BROKEN;
            }
            at = data + dataBytes;
        }
        return at;
    }

    /** Takes in a record that is an address; false when it is one of the wrong size. */
    private boolean addAddress(byte[] bytes, int record, int data, int dataBytes) {
        int recordType = u16(bytes, record);
        boolean isAddress = recordType == TYPE_A || recordType == TYPE_AAAA;
        if (!isAddress || u16(bytes, record + 2) != CLASS_IN) {
            return true;
        }
        if (dataBytes != (recordType == TYPE_A ? 4 : 16)) {
            return false;
        }
        if (addresses < ADDRESSES_MAX) {
            high[addresses] = recordType == TYPE_A ? 0 : u32(bytes, data) << 32 | u32(bytes, data + 4);
            low[addresses] = recordType == TYPE_A
                    ? MAPPED | u32(bytes, data)
                    : u32(bytes, data + 8) << 32 | u32(bytes, data + 12);
            long ttl = u32(bytes, record + 4);
            ttlSeconds[addresses] = ttl > Integer.MAX_VALUE ? 0 : ttl; // RFC 2181, 8
            addresses++;
        }
        return true;
    }

    private static int skipName(byte[] bytes, int from, int captureEnd, int end) {
        int at = from;
        while (at < captureEnd) {
            int label = bytes[at] & 0xff;
            if (label == 0) {
                return at + 1;
            }
            if (label >= POINTER) {
                return at + 2 <= end ? at + 2 : BROKEN;
            }
            at += 1 + label;
            if (label >= 0x40 || at - from >= QueryName.WIRE_MAX || at >= end) {
                return BROKEN;
            }
        }
        return at < end ? CUT : BROKEN;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static long u32(byte[] bytes, int at) {
        return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    /** Between whom it went, and when. */
    public DnsFlow flow() {
        return flow;
    }

    /** What an answer shares with its query. */
    public int id() {
        return id;
    }

    public boolean isAnswer() {
        return (flags & FLAG_ANSWER) != 0;
    }

    /** A question or its answer (opcode QUERY), rather than a notification or an update. */
    public boolean isStandard() {
        return (flags & OPCODE) == 0;
    }

    /** The local end asks. */
    public boolean isOwnQuery() {
        return isStandard() && !isAnswer() && flow.isClient() && flow.isSent();
    }

    /** The local end is answered. */
    public boolean isOwnAnswer() {
        return isStandard() && isAnswer() && flow.isClient() && !flow.isSent();
    }

    /** RFC 1035, 4.1.1; 0 = no error. */
    public int responseCode() {
        return flags & RESPONSE_CODE;
    }

    /** What was asked for, by the numbers of RFC 1035, 3.2.3; 0 = there is no question. */
    public int type() {
        return type;
    }

    /** The name in the question; empty when there is no question, or for the root. */
    public QueryName name() {
        return name;
    }

    /** Addresses in the answer, 64 at most; those that were not captured are not among them. */
    public int addresses() {
        return addresses;
    }

    /** Of one of them, as in {@code Endpoint}. */
    public long addressHigh(int index) {
        return high[index];
    }

    /** Of one of them, as in {@code Endpoint}. */
    public long addressLow(int index) {
        return low[index];
    }

    /** How long one of them may be kept. */
    public long ttlSeconds(int index) {
        return ttlSeconds[index];
    }
}
