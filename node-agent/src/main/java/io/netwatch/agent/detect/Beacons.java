package io.netwatch.agent.detect;

import io.netwatch.agent.identify.RecentKeys;
import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Pods that connect to one peer and port at regular times, as what was planted there calls home. What varies is the ratio of the gaps'
 * standard deviation (of these gaps, not an estimate for others) to their mean, over as many of the last gaps as there are: from those of
 * the attempts that the policy wants up to 8, or up to those when they are more. Below 15 % they are regular. So NetWatch's own agent has
 * it, and like that one this takes no gap below 5 s for one: attempts that follow each other as closely are one attempt, from the first
 * on, so that a retry at once changes no gap and a pool that connects all the time has gaps of any length. Of peers that are connected to
 * at random times, one in about 200 looks regular over five attempts, and hardly any over nine. What comes less often than every 300 s is
 * not found, as it is forgotten in between.
 */
final class Beacons implements Detector {
    static final int BEACONS = 500;
    static final long GAP_MIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int GAPS_COMPARED = 8;
    // 15 %, squared, as a fraction: so the comparison is exact
    private static final double VARIANCE = 225;
    private static final double VARIANCE_OF = 10_000;

    private final int gapsWanted;
    private final RecentKeys beacons = new RecentKeys(BEACONS, this::onForgotten);
    private final Beacon[] states = new Beacon[BEACONS];

    private static final class Beacon {
        final Raised raised = new Raised();
        /** The last ones, nanoseconds, as a ring. */
        final long[] gaps;

        /** Up to twice as many as there is room for, so that it is known where the ring goes on. */
        int gapsSeen;
        /** When the last attempt began, and when what belongs to it did last. */
        long began;

        long latest;
        long failed;
        /** Of gaps that are regular, nanoseconds and their square, and of how many attempts. */
        double mean;

        double variance;
        int compared;

        Beacon(int gaps) {
            this.gaps = new long[gaps];
        }

        void begin(long attempted) {
            gapsSeen = 0;
            began = attempted;
            latest = attempted;
            failed = 0;
        }

        /** Whether it is an attempt of its own, so that there is one gap more. */
        boolean follow(long attempted) {
            boolean isApart = attempted - latest >= GAP_MIN_NANOS;
            if (isApart) {
                gaps[gapsSeen % gaps.length] = attempted - began;
                gapsSeen = gapsSeen + 1 < 2 * gaps.length ? gapsSeen + 1 : gaps.length;
                began = attempted;
            }
            latest = Math.max(latest, attempted);
            return isApart;
        }

        int gaps() {
            return Math.min(gapsSeen, gaps.length);
        }

        boolean isRegular() {
            int count = gaps();
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += gaps[i];
            }
            double average = sum / count;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                squares += (gaps[i] - average) * (gaps[i] - average);
            }
            boolean isRegular = squares / count * VARIANCE_OF < VARIANCE * average * average;
            if (isRegular) {
                mean = average;
                variance = squares / count;
                compared = count + 1;
            }
            return isRegular;
        }
    }

    Beacons(Detectors.Beaconing spec) {
        this.gapsWanted = spec.attempts() - 1;
    }

    /** {@code attempted}: when the attempt began; {@code nanos}: when it was told of. */
    void onAttempt(long pod, long high, long low, int port, boolean isFailed, long attempted, long nanos) {
        beacons.expire(nanos, FORGET_NANOS);
        int number = beacons.find(pod, high, low, port);
        if (number == RecentKeys.NONE) {
            number = beacons.add(pod, high, low, port, nanos);
            if (states[number] == null) {
                states[number] = new Beacon(Math.max(gapsWanted, GAPS_COMPARED));
            }
            states[number].begin(attempted);
        } else {
            beacons.touch(number, nanos);
            Beacon beacon = states[number];
            if (beacon.follow(attempted) && beacon.gaps() >= gapsWanted && beacon.isRegular()) {
                beacon.raised.raise(nanos);
            }
        }
        states[number].failed += isFailed ? 1 : 0;
    }

    private void onForgotten(int number) {
        states[number].raised.clear();
    }

    @Override
    public void expire(long nanos) {
        beacons.expire(nanos, FORGET_NANOS);
    }

    @Override
    public void report(AlertReport report) {
        for (int number = beacons.newest(); number != RecentKeys.NONE; number = beacons.older(number)) {
            Beacon beacon = states[number];
            if (beacon.raised.isActive(report.nanos)) {
                report.add(
                        Alert.Severity.WARNING,
                        Alert.Category.BEACONING,
                        beacon.raised.since(),
                        message(number, beacon, report),
                        detail(number, beacon, report));
            }
        }
    }

    private String message(int number, Beacon beacon, AlertReport report) {
        String peer = report.end(beacons.part(number, 1), beacons.part(number, 2), (int) beacons.part(number, 3));
        return report.source(beacons.part(number, 0)) + " connects to " + peer + " every "
                + AlertReport.seconds(beacon.mean);
    }

    private String detail(int number, Beacon beacon, AlertReport report) {
        return String.format(
                Locale.ROOT,
                "The gaps of the last %d attempts vary by %.1f %%; %d failed since it was first seen. %s. Health"
                        + " checks and scrapes look alike: leave such pods out with spec.podSelector, or such peers with"
                        + " spec.cidrs",
                beacon.compared,
                100 * Math.sqrt(beacon.variance) / beacon.mean,
                beacon.failed,
                report.look(beacons.part(number, 0)));
    }

    @Override
    public long evicted() {
        return beacons.evicted();
    }

    @Override
    public int size() {
        return beacons.size();
    }
}
