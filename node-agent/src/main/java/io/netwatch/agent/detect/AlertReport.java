package io.netwatch.agent.detect;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.api.snapshot.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the alerts that are active at one time. */
final class AlertReport {
    private static final double NANOS_PER_SECOND = 1e9;

    final long nanos;
    private final BootClock clock;
    private final AlertNames names;
    private final List<Alert> alerts = new ArrayList<>();

    AlertReport(long nanos, BootClock clock, AlertNames names) {
        this.nanos = nanos;
        this.clock = clock;
        this.names = names;
    }

    /** {@code since}: when it was noticed, CLOCK_BOOTTIME ns. */
    void add(Alert.Severity severity, Alert.Category category, long since, String message, String detail) {
        alerts.add(new Alert(
                severity, category, message, detail, clock.toInstant(since).toString()));
    }

    List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    String source(long source) {
        return names.source(source);
    }

    String address(long high, long low) {
        return names.address(high, low);
    }

    /** {@code address:port}, by the name of who has it if it has one. */
    String end(long high, long low, int port) {
        Endpoint end = new Endpoint(high, low, port);
        String name = address(high, low);
        return name.equals(end.address()) ? end.toString() : name + ":" + port;
    }

    /** What to enter to see more of a source. */
    String look(long source) {
        String name = source(source);
        int slash = name.indexOf('/');
        return source == 0 || slash < 0
                ? "Look further on that node: ss -tanp"
                : "Look further: kubectl get podconnections -n " + name.substring(0, slash);
    }

    static String seconds(double nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_SECOND);
    }
}
