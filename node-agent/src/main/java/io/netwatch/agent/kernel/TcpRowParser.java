package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.TcpState;

/**
 * Reads a line as get_tcp4_sock of net/ipv4/tcp_ipv4.c and get_tcp6_sock of net/ipv6/tcp_ipv6.c write it:
 *
 * <pre>
 *  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
 *   0: 0100007F:07E8 0100007F:A027 01 00000000:00000000 00:00000000 00000000     0        0 138 1 ...
 * </pre>
 *
 * An address is one word of 32 bits or four, each printed as a number of a little-endian machine (x86 and arm).
 * Any bytes give a row or null; nothing is thrown. Used by one thread.
 */
final class TcpRowParser {
    private static final int V6_DIGITS = 32;
    private static final long MAPPED = 0xffffL << 32; // RFC 4291, 2.5.5.2
    private static final long MAX_UID = 0xffff_ffffL;
    private static final int TIMER_TIME_WAIT = 3; // Documentation/networking/proc_net_tcp.rst
    private static final int LAST_STATE = TcpState.NEW_SYN_RECV.code();

    private byte[] line = {};
    private int at;
    private int end;
    private boolean valid;

    /** The row in these bytes, a line without its end; null when there is none, or not all of it. */
    TcpRow parse(byte[] bytes, int from, int to) {
        line = bytes;
        at = from;
        end = to;
        valid = true;
        skipBlanks();
        decimal(Integer.MAX_VALUE);
        expect(':');
        boolean wide = blanksBefore() && digitsBeforeColon() == V6_DIGITS;
        Endpoint local = endpoint(wide);
        Endpoint peer = blanksBefore() ? endpoint(wide) : local;
        int state = blanksBefore() ? (int) hex(2) : 0;
        skipFields(1); // queues
        boolean timeWait = blanksBefore() && hex(2) == TIMER_TIME_WAIT;
        skipToBlank(); // when the timer expires
        skipFields(1); // retransmits
        int uid = blanksBefore() ? (int) decimal(MAX_UID) : 0;
        skipFields(1); // probes
        long inode = blanksBefore() ? decimal(Long.MAX_VALUE) : 0;
        // more follows in every line of the kernel's; without it the inode may be cut
        if (!blanksBefore() || state < 1 || state > LAST_STATE) {
            return null;
        }
        return new TcpRow(
                timeWait ? TcpState.TIME_WAIT : TcpState.of(state), local, peer, wide && local.isIpv4(), uid, inode);
    }

    private Endpoint endpoint(boolean wide) {
        long high = wide ? word() << 32 | word() : 0;
        long low = wide ? word() << 32 | word() : MAPPED | word();
        expect(':');
        return new Endpoint(high, low, (int) hex(4));
    }

    private long word() {
        return Integer.toUnsignedLong(Integer.reverseBytes((int) hex(8)));
    }

    private int digitsBeforeColon() {
        int colon = at;
        while (colon < end && line[colon] != ':') {
            colon++;
        }
        return colon - at;
    }

    /** Just so many digits, at most 8. */
    private long hex(int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < end ? Character.digit((char) (line[at] & 0xff), 16) : -1;
            if (digit < 0) {
                valid = false;
                return 0;
            }
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    private long decimal(long max) {
        long value = 0;
        int from = at;
        while (at < end && line[at] >= '0' && line[at] <= '9') {
            int digit = line[at] - '0';
            if (value > (max - digit) / 10) {
                valid = false;
                return 0;
            }
            value = value * 10 + digit;
            at++;
        }
        valid &= at > from;
        return value;
    }

    private void expect(char next) {
        valid &= at < end && line[at] == next;
        at++;
    }

    private void skipFields(int fields) {
        for (int i = 0; i < fields; i++) {
            valid = blanksBefore() && at < end;
            skipToBlank();
        }
    }

    private void skipToBlank() {
        while (at < end && line[at] != ' ') {
            at++;
        }
    }

    /** Goes to the next field. Returns whether there is a blank before it, and nothing was wrong so far. */
    private boolean blanksBefore() {
        int from = at;
        skipBlanks();
        valid &= at > from;
        return valid;
    }

    private void skipBlanks() {
        while (at < end && line[at] == ' ') {
            at++;
        }
    }
}
