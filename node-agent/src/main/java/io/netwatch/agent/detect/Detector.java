package io.netwatch.agent.detect;

import java.util.concurrent.TimeUnit;

/** Looks for one thing. Bounded: what was unseen for longest makes room. */
interface Detector {
    /** State that was unseen for longer is forgotten. */
    long FORGET_NANOS = TimeUnit.SECONDS.toNanos(300);

    /** Forgets what was unseen for long enough. */
    void expire(long nanos);

    /** Adds the alerts that are active, those seen last first. */
    void report(AlertReport report);

    /** What state made room for other. */
    long evicted();

    /** Sources, domains or beacons of which there is state. */
    int size();
}
