package io.netwatch.agent.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the agent spends on each policy: of the CPU time of the process over ten seconds a policy's share is its share of the
 * events. What the agent does at rest is nobody's: it is about what {@link #REST_EVENTS} events cost. Used by one thread.
 */
final class Spending {
    private static final long WINDOW_MILLIS = TimeUnit.SECONDS.toMillis(10);
    /** In ten seconds. */
    static final double REST_EVENTS = 1000;

    private final Set<Rule> changed = new HashSet<>();
    private final Map<Rule, Long> windows = new HashMap<>();
    private long began = Long.MIN_VALUE;
    private long cpuAtBegin;

    /** Counts; returns whether a window ended, so that rungs may have changed. */
    boolean look(long millis, long cpuNanos, Collection<Rule> rules) {
        for (Rule rule : rules) {
            windows.merge(rule, rule.sample(millis), Long::sum);
        }
        if (began == Long.MIN_VALUE) {
            begin(millis, cpuNanos);
        } else if (millis - began >= WINDOW_MILLIS) {
            double cores = (double) (cpuNanos - cpuAtBegin) / TimeUnit.MILLISECONDS.toNanos(millis - began);
            judge(millis, cores);
            begin(millis, cpuNanos);
            return true;
        }
        return false;
    }

    private void begin(long millis, long cpuNanos) {
        began = millis;
        cpuAtBegin = cpuNanos;
        windows.clear();
    }

    private void judge(long millis, double cores) {
        double all = REST_EVENTS;
        for (long events : windows.values()) {
            all += events;
        }
        changed.clear();
        for (var window : windows.entrySet()) {
            Rule rule = window.getKey();
            if (rule.ladder()
                    .look(millis, cores * window.getValue() / all, rule.terms().cores())) {
                changed.add(rule);
            }
        }
    }

    /** Whether a policy's rung changed at the end of the last window. */
    boolean changed(Rule rule) {
        return changed.contains(rule);
    }
}
