package io.netwatch.agent.detect;

import io.netwatch.agent.identify.RecentKeys;
import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Sources that receive or send more than so much in two samples in a row, until both are below 90 % of it. A sample is what was
 * carried since the one before, over the time between.
 */
final class Bandwidths implements Detector {
    static final int SOURCES = 1000;

    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long SAMPLE_MIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int IN_A_ROW = 2;
    private static final double CLEARED = 0.9;

    private final int megabytesPerSecond;
    private final double threshold;
    private final RecentKeys sources = new RecentKeys(SOURCES, this::onForgotten);
    private final Source[] states = new Source[SOURCES];
    private boolean isSampled;
    private long sampled;

    private static final class Source {
        final Raised raised = new Raised();
        long rxBytes;
        long txBytes;
        double rxRate;
        double txRate;
        int over;
        boolean isOver;
    }

    Bandwidths(Detectors.Bandwidth spec) {
        this.megabytesPerSecond = spec.megabytesPerSecond();
        this.threshold = megabytesPerSecond * BYTES_PER_MEGABYTE;
    }

    void onTraffic(long pod, long rxBytes, long txBytes) {
        int number = sources.find(pod, 0, 0, 0);
        if (number == RecentKeys.NONE) {
            number = sources.add(pod, 0, 0, 0, sampled);
            if (states[number] == null) {
                states[number] = new Source();
            }
        } else {
            sources.touch(number, sampled);
        }
        states[number].rxBytes += rxBytes;
        states[number].txBytes += txBytes;
    }

    /** Ends a sample; one of less than a second goes on, and the first only begins. */
    void sample(long nanos) {
        long tookNanos = nanos - sampled;
        if (isSampled && tookNanos < SAMPLE_MIN_NANOS) {
            return;
        }
        for (int number = sources.newest(); number != RecentKeys.NONE; number = sources.older(number)) {
            Source source = states[number];
            if (isSampled) {
                source.rxRate = source.rxBytes * NANOS_PER_SECOND / tookNanos;
                source.txRate = source.txBytes * NANOS_PER_SECOND / tookNanos;
                judge(source, nanos);
            }
            source.rxBytes = 0;
            source.txBytes = 0;
        }
        isSampled = true;
        sampled = nanos;
        sources.expire(nanos, FORGET_NANOS);
    }

    private void judge(Source source, long nanos) {
        double rate = Math.max(source.rxRate, source.txRate);
        source.over = rate > threshold ? source.over + 1 : 0;
        source.isOver = source.isOver ? rate >= CLEARED * threshold : source.over >= IN_A_ROW;
        if (source.isOver) {
            source.raised.raise(nanos);
        } else {
            source.raised.clear();
        }
    }

    private void onForgotten(int number) {
        Source source = states[number];
        source.raised.clear();
        source.rxBytes = 0;
        source.txBytes = 0;
        source.over = 0;
        source.isOver = false;
    }

    @Override
    public void expire(long nanos) {
        sources.expire(nanos, FORGET_NANOS);
    }

    @Override
    public void report(AlertReport report) {
        for (int number = sources.newest(); number != RecentKeys.NONE; number = sources.older(number)) {
            Source source = states[number];
            if (source.raised.isActive(report.nanos)) {
                boolean isReceived = source.rxRate >= source.txRate;
                report.add(
                        Alert.Severity.WARNING,
                        Alert.Category.BANDWIDTH,
                        source.raised.since(),
                        report.source(sources.part(number, 0))
                                + (isReceived ? " receives " : " sends ")
                                + megabytes(isReceived ? source.rxRate : source.txRate),
                        detail(number, source, report));
            }
        }
    }

    private String detail(int number, Source source, AlertReport report) {
        return "Received " + megabytes(source.rxRate) + ", sent " + megabytes(source.txRate)
                + " in the last sample; two in a row were over " + megabytesPerSecond + " MB/s. "
                + report.look(sources.part(number, 0)) + " -o wide. If it is meant to, raise"
                + " spec.detectors.bandwidth.megabytesPerSecond";
    }

    private static String megabytes(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / BYTES_PER_MEGABYTE);
    }

    @Override
    public long evicted() {
        return sources.evicted();
    }

    @Override
    public int size() {
        return sources.size();
    }
}
