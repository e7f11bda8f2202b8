package io.netwatch.agent.detect;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.identify.RecentKeys;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Finds messages in TCP segments: each begins with its length in two bytes (RFC 1035, 4.2.2), wherever segments begin. Nothing is put
 * together: a message is read from the segment in which it begins, and from the next one if only its length was in there. Of each
 * direction of a connection it is known where the next message begins, so what is sent again counts once; and if a segment came before
 * its time, where the gap is into which the late one belongs. Bounded: the direction that was unseen for longest makes room, and is found
 * again at a segment that begins with a message. Used by one thread; allocates nothing per segment.
 */
final class DnsStreams {
    private static final int DIRECTIONS = 512;
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(300);
    private static final int PREFIX_BYTES = 2;
    /** Farther from what was expected than any window: the ports are another connection's. */
    private static final int FAR = 1 << 20;

    private static final int NONE = -1;
    // of each direction: where it goes on, and the gap before
    private static final int LANES = 2;

    private final Messages messages;
    private final RecentKeys directions = new RecentKeys(DIRECTIONS, number -> {});
    private final int[] next = new int[DIRECTIONS * LANES];
    private final int[] body = new int[DIRECTIONS * LANES];
    private final int[] half = new int[DIRECTIONS * LANES];
    private final boolean[] isKnown = new boolean[DIRECTIONS];
    private final boolean[] hasGap = new boolean[DIRECTIONS];
    private final int[] gapEnd = new int[DIRECTIONS];
    private long malformed;
    private long unsynced;

    /** Takes a message of {@code length} bytes of which {@code captured} are there, perhaps none. */
    interface Messages {
        void onMessage(byte[] bytes, int offset, int captured, int length);
    }

    DnsStreams(Messages messages) {
        this.messages = messages;
        Arrays.fill(half, NONE);
    }

    void onSegment(DnsFlow flow, int sequence, byte[] bytes, int captured, int length) {
        if (length <= 0) {
            return;
        }
        directions.expire(flow.nanos(), FORGET_NANOS);
        long ports = (long) flow.localPort() << 32 | (long) flow.peerPort() << 1 | (flow.isSent() ? 1 : 0);
        int number = directions.find(flow.source(), flow.peerHigh(), flow.peerLow(), ports);
        if (number != RecentKeys.NONE && Math.abs((long) (sequence - next[number * LANES])) > FAR) {
            directions.remove(number);
            number = RecentKeys.NONE;
        }
        if (number != RecentKeys.NONE) {
            directions.touch(number, flow.nanos());
        } else {
            number = directions.add(flow.source(), flow.peerHigh(), flow.peerLow(), ports, flow.nanos());
            hasGap[number] = false;
            isKnown[number] = false;
            set(number * LANES, sequence, 0, NONE);
        }
        int lane = lane(number, sequence, bytes, captured, length);
        boolean isInStep = lane == NONE || follow(lane, sequence, bytes, captured, length);
        if (!isInStep) {
            directions.remove(number);
        }
    }

    /** To which a segment belongs; none when no message begins in it. */
    private int lane(int number, int sequence, byte[] bytes, int captured, int length) {
        int front = number * LANES;
        int ahead = sequence - next[front];
        boolean takesHalf = half[front] != NONE && ahead == 1;
        if (takesHalf || (ahead <= 0 && ahead + length > 0)) {
            return front;
        }
        if (ahead > 0) {
            return jump(number, sequence, bytes, captured);
        }
        int gap = front + 1;
        int beforeGap = sequence - next[gap];
        boolean fills = hasGap[number] && beforeGap <= (half[gap] == NONE ? 0 : 1) && beforeGap + length > 0;
        return fills ? gap : NONE;
    }

    /** Goes on behind a gap, if a message begins there. */
    private int jump(int number, int sequence, byte[] bytes, int captured) {
        if (!DnsMessage.isBeginning(bytes, PREFIX_BYTES, captured) || prefix(bytes, 0) < DnsMessage.HEAD_BYTES) {
            unsynced++;
            return NONE;
        }
        int front = number * LANES;
        set(front + 1, next[front], body[front], half[front]);
        hasGap[number] = true;
        gapEnd[number] = sequence;
        set(front, sequence, 0, NONE);
        return front;
    }

    /** Passes on what begins in a segment. Returns false when it is not known any more where the next message begins. */
    private boolean follow(int lane, int sequence, byte[] bytes, int captured, int length) {
        while (next[lane] - sequence < length) {
            int at = next[lane] - sequence;
            int start = at;
            int bodyBytes = body[lane];
            if (bodyBytes == 0) {
                if (at + 1 >= length && at < captured) {
                    half[lane] = bytes[at] & 0xff;
                    return true;
                }
                if (at + 1 >= captured) {
                    unsynced++;
                    return false;
                }
                bodyBytes = at < 0 ? half[lane] << 8 | (bytes[0] & 0xff) : prefix(bytes, at);
                start = at + PREFIX_BYTES;
            }
            if (!mayBegin(lane / LANES, start, bodyBytes, bytes, captured, length)) {
                return false;
            }
            pass(lane, sequence, start, bodyBytes, bytes, captured, length);
            if (isGapFilled(lane)) {
                hasGap[lane / LANES] = false;
                return true;
            }
        }
        return true;
    }

    /** Whether a message may begin here; the first one of a direction must look like one, as it may have been picked up anywhere. */
    private boolean mayBegin(int number, int start, int bodyBytes, byte[] bytes, int captured, int length) {
        boolean isPlausible = bodyBytes >= DnsMessage.HEAD_BYTES && DnsMessage.isHead(bytes, start, captured);
        if (isKnown[number] || (isPlausible && start >= length)) {
            malformed += isPlausible ? 0 : 1;
            return isPlausible;
        }
        isKnown[number] = isPlausible && DnsMessage.isBeginning(bytes, start, captured);
        unsynced += isKnown[number] ? 0 : 1;
        return isKnown[number];
    }

    private void pass(int lane, int sequence, int start, int bodyBytes, byte[] bytes, int captured, int length) {
        if (start >= length) {
            set(lane, sequence + start, bodyBytes, NONE);
            return;
        }
        set(lane, sequence + start + bodyBytes, 0, NONE);
        messages.onMessage(bytes, start, Math.max(0, Math.min(captured - start, bodyBytes)), bodyBytes);
    }

    private boolean isGapFilled(int lane) {
        return lane % LANES == 1 && next[lane] - gapEnd[lane / LANES] >= 0;
    }

    private void set(int lane, int sequence, int bodyBytes, int halfByte) {
        next[lane] = sequence;
        body[lane] = bodyBytes;
        half[lane] = halfByte;
    }

    private static int prefix(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /** Directions that were given up, as what should have been a message was none. */
    long malformed() {
        return malformed;
    }

    /** Segments in which it was not known where a message begins. */
    long unsynced() {
        return unsynced;
    }
}
