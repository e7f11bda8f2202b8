package io.netwatch.agent.policy;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.EventKind;
import java.util.Arrays;

/** The rules that select a cgroup, a bit each in their order, and what they ask for: edited policies make another one. */
final class CgroupSelection implements Selection {
    static final int MAX_RULES = Long.SIZE;

    private final long source;
    private final Rule[] rules;
    private final Terms[] terms;

    /** At most {@link #MAX_RULES}; {@code source} as {@link Follower} knows it. */
    CgroupSelection(long source, Rule... rules) {
        this.source = source;
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

    @Override
    public void follow(long asking, ConnectionEvent e) {
        for (long left = asking; left != 0; left &= left - 1) {
            rules[Long.numberOfTrailingZeros(left)].follower().onConnection(source, e);
        }
    }

    @Override
    public void carry(long kept, ConnectionEvent e, long rxBytes, long txBytes) {
        for (long left = kept; left != 0; left &= left - 1) {
            rules[Long.numberOfTrailingZeros(left)].follower().onTraffic(source, e, rxBytes, txBytes);
        }
    }

    @Override
    public void onDns(DnsMessage message) {
        for (Rule rule : rules) {
            rule.follower().onDns(message);
        }
    }

    @Override
    public long source() {
        return source;
    }

    @Override
    public long rulesOf(String policy) {
        for (int i = 0; i < rules.length; i++) {
            if (terms[i].uid().equals(policy)) {
                return 1L << i;
            }
        }
        return 0;
    }
}
