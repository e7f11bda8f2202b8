package io.netwatch.api.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line of {@code wire/fields.csv}: the contract, field by field. */
record WireField(String object, String name, String type, Presence presence) {
    enum Presence {
        REQUIRED,
        NULLABLE,
        OPTIONAL
    }

    static final List<WireField> ALL = read(Path.of("src/test/resources/wire/fields.csv"));

    /** Where in {@link Filled#request} each object is. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("IngestRequest", ""),
            Map.entry("AgentHealth", "/agent_health"),
            Map.entry("HostInfo", "/host"),
            Map.entry("Snapshot", "/snapshots/0"),
            Map.entry("InterfaceMetric", "/snapshots/0/interfaces/0"),
            Map.entry("HealthMetric", "/snapshots/0/health"),
            Map.entry("SystemMetric", "/snapshots/0/system"),
            Map.entry("DiskUsage", "/snapshots/0/disk_usage/0"),
            Map.entry("DiskIo", "/snapshots/0/disk_io"),
            Map.entry("ProcessBandwidth", "/snapshots/0/processes/0"),
            Map.entry("ConnectionDetail", "/snapshots/0/connections/0"),
            Map.entry("Kubernetes", "/snapshots/0/connections/0/kubernetes"),
            Map.entry("Peer", "/snapshots/0/connections/0/peer"),
            Map.entry("Alert", "/snapshots/0/alerts/0"),
            Map.entry("DnsAnalytics", "/snapshots/0/dns_analytics"),
            Map.entry("Completeness", "/snapshots/0/completeness"));

    /** JSON pointer of the object that it is in. */
    String place() {
        return PLACES.get(object);
    }

    boolean required() {
        return presence == Presence.REQUIRED;
    }

    @Override
    public String toString() {
        return object + "." + name;
    }

    private static List<WireField> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("object,"))
                    .map(line -> line.split(",", 4))
                    .map(cells -> new WireField(
                            cells[0], cells[1], cells[2], Presence.valueOf(cells[3].toUpperCase(Locale.ROOT))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
