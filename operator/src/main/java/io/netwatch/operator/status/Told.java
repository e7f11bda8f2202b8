package io.netwatch.operator.status;

import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.PolicyStatus;
import java.util.Collection;

/**
 * What agents told of a policy's events, over all nodes, in steps that people care for and that are few.
 *
 * @param eventsPerSecond to two significant digits; null when none has told
 * @param lostEvents likewise
 */
record Told(Long eventsPerSecond, Long lostEvents) {
    /** Of a policy of which no agent has told. */
    static final Told NOTHING = new Told(null, null);

    /** A rate that moves by less than this part of itself is not told anew: each time would be a write to the API server. */
    private static final double STEADY = 0.1;

    /** @param last the status as it is; null when there is none */
    static Told of(Collection<PolicyReport> reports, PolicyStatus last) {
        if (reports.isEmpty()) {
            return NOTHING;
        }
        double rate = 0;
        double lost = 0;
        for (PolicyReport report : reports) {
            rate += amount(report.eventsPerSecond());
            lost += amount((double) report.lost());
        }
        Long before = last == null ? null : last.eventsPerSecond();
        boolean steady = before != null && before > 0 && Math.abs(rate - before) < STEADY * before;
        return new Told(steady ? before : rounded(rate), rounded(lost));
    }

    /** Agents are not taken at their word for what is no amount. */
    private static double amount(double told) {
        return Double.isFinite(told) ? Math.max(0, told) : 0;
    }

    /** Above zero never to zero: something is not nothing. */
    private static long rounded(double number) {
        if (number <= 0) {
            return 0;
        }
        double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(number)) - 1));
        return Math.max(1, (long) (Math.rint(number / unit) * unit));
    }
}
