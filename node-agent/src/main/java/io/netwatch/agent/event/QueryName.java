package io.netwatch.agent.event;

import java.nio.charset.StandardCharsets;

/**
 * A name in a question: as text, in lower case, without a dot at its end. Letters, digits, hyphens and underscores stand for
 * themselves; any other byte is {@code \DDD} (RFC 1035, 5.1), so the text is safe to print whatever was asked for. Filled anew for
 * each message; allocates nothing but {@link #toString}. The root's name is empty.
 */
public final class QueryName implements CharSequence {
    /** RFC 1035, 2.3.4: bytes on the wire, the root's among them. */
    public static final int WIRE_MAX = 255;

    public static final int LABELS_MAX = 127;

    private static final int LABEL_MAX = 63;
    private static final int ESCAPED = 4;

    private final byte[] text = new byte[WIRE_MAX * ESCAPED];
    private final short[] starts = new short[LABELS_MAX];
    private int length;
    private int labels;
    private int wireBytes;

    /**
     * Reads the name that begins at {@code from}, uncompressed as in a question: there is nothing before it to point to. Returns
     * where it ends; {@link DnsMessage#CUT} when it goes beyond {@code captured}, {@link DnsMessage#BROKEN} when it is none, whatever
     * follows.
     */
    int read(byte[] bytes, int from, int captured, int end) {
        clear();
        int at = from;
        while (at < captured) {
            int label = bytes[at] & 0xff;
            if (label == 0) {
                wireBytes = at + 1 - from;
                return at + 1;
            }
            if (label > LABEL_MAX || at + 1 + label + 1 - from > WIRE_MAX || at + 1 + label >= end) {
                return DnsMessage.BROKEN;
            }
            if (at + 1 + label > captured) {
                return DnsMessage.CUT;
            }
            addLabel(bytes, at + 1, label);
            at += 1 + label;
        }
        return at < end ? DnsMessage.CUT : DnsMessage.BROKEN;
    }

    void clear() {
        length = 0;
        labels = 0;
        wireBytes = 0;
    }

    private void addLabel(byte[] bytes, int at, int count) {
        if (labels > 0) {
            text[length++] = '.';
        }
        starts[labels++] = (short) length;
        for (int i = at; i < at + count; i++) {
            add(bytes[i] & 0xff);
        }
    }

    private void add(int octet) {
        boolean isUpper = octet >= 'A' && octet <= 'Z';
        boolean isPlain = isUpper
                || (octet >= 'a' && octet <= 'z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '_';
        if (isPlain) {
            text[length++] = (byte) (isUpper ? octet + ('a' - 'A') : octet);
            return;
        }
        text[length++] = '\\';
        text[length++] = (byte) ('0' + octet / 100);
        text[length++] = (byte) ('0' + octet / 10 % 10);
        text[length++] = (byte) ('0' + octet % 10);
    }

    public int labels() {
        return labels;
    }

    /** Bytes as people count them: of all labels, and a dot between two. */
    public int bytes() {
        return Math.max(0, wireBytes - 2);
    }

    /** Where a label's text begins, counted from the left. */
    public int start(int label) {
        return starts[label];
    }

    /** Copies the text from a place on, as far as there is room. Returns how many bytes. */
    public int copy(int from, byte[] to) {
        int count = Math.min(to.length, length - from);
        System.arraycopy(text, from, to, 0, count);
        return count;
    }

    /** Whether the text from a place on is this one. */
    public boolean endsIn(byte[] suffix, int from) {
        if (length - from != suffix.length) {
            return false;
        }
        for (int i = 0; i < suffix.length; i++) {
            if (text[from + i] != suffix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the label's text is this one. */
    public boolean isLabel(int label, byte[] wanted) {
        int from = starts[label];
        int to = label + 1 < labels ? starts[label + 1] - 1 : length;
        if (to - from != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (text[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** A hash of the text from one place up to another (FNV-1a, from a basis of the caller's). */
    public long hash(long basis, int from, int to) {
        long hash = basis;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text[i]) * 0x100000001b3L;
        }
        return hash ^ hash >>> 32;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) text[index];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }
}
