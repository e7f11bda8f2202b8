package io.netwatch.agent.policy;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import java.util.Arrays;

/** The rules that select a cgroup, a bit each in their order, and what they ask for: edited policies make another one. */
final class CgroupSelection implements Selection {
    static final int MAX_RULES = Long.SIZE;

    private final Rule[] rules;
    private final Terms[] terms;

    /** At most {@link #MAX_RULES}. */
    CgroupSelection(Rule... rules) {
        this.rules = rules.clone();
        this.terms = Arrays.stream(rules).map(Rule::terms).toArray(Terms[]::new);
    }

    /** Whether another one of these rules would be the same. */
    boolean isOf(Rule... others) {
        if (rules.length != others.length) {
            return false;
        }
        for (int i = 0; i < rules.length; i++) {
            if (rules[i] != others[i] || !terms[i].equals(others[i].terms())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long wanted(Direction direction, int port, long peerHigh, long peerLow) {
        long wanted = 0;
        for (int i = 0; i < rules.length; i++) {
            if (terms[i].want(direction, port, peerHigh, peerLow)) {
                wanted |= 1L << i;
            }
        }
        return wanted;
    }

    @Override
    public long keep(long asking) {
        long kept = 0;
        for (long left = asking; left != 0; left &= left - 1) {
            if (rules[Long.numberOfTrailingZeros(left)].keep()) {
                kept |= Long.lowestOneBit(left);
            }
        }
        return kept;
    }

    @Override
    public void release(long kept) {
        for (long left = kept; left != 0; left &= left - 1) {
            rules[Long.numberOfTrailingZeros(left)].release();
        }
    }

    @Override
    public boolean tell(long asking, EventKind kind, int error) {
        boolean told = false;
        for (long left = asking; left != 0; left &= left - 1) {
            told |= rules[Long.numberOfTrailingZeros(left)].tell(kind, error);
        }
        return told;
    }
}
