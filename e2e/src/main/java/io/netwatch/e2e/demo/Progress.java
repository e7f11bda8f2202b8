package io.netwatch.e2e.demo;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;

/** Tells a person how far the demo is, with the seconds since it began. */
final class Progress {
    private final PrintStream out;
    private final Instant began =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    Progress(PrintStream out) {
        this.out = out;
    }

    /** What has happened by now. */
    void say(String sentence) {
        line("%3d s  %s".formatted(Duration.between(began, Instant.now()).toSeconds(), sentence));
    }

    void line(String line) {
        out.println(line);
    }
}
