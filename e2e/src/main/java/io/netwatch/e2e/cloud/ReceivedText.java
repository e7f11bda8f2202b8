package io.netwatch.e2e.cloud;

import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import io.netwatch.api.snapshot.Snapshot;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A snapshot in a line for a person. */
public final class ReceivedText {
    private static final int TOP_PAIRS = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private ReceivedText() {}

    /** Time in UTC, host, how many of what, and the pairs of ends with most connections. */
    public static String line(Received received) {
        Snapshot snapshot = received.snapshot();
        List<ConnectionDetail> rows = orEmpty(snapshot.connections());
        String counts = Stream.of(
                        count(rows.size(), "connection"),
                        rows.stream().filter(row -> row.error() != null).count() + " failed",
                        count(orEmpty(snapshot.alerts()).size(), "alert"),
                        count(orEmpty(snapshot.processes()).size(), "process"))
                .collect(Collectors.joining(", "));
        String pairs = pairs(rows);
        return TIME.format(Timestamps.parse(snapshot.timestamp())) + "  "
                + received.host().hostname() + "  " + counts + (pairs.isEmpty() ? "" : ": " + pairs);
    }

    private static String pairs(List<ConnectionDetail> rows) {
        Map<String, Integer> pairs = new LinkedHashMap<>();
        rows.forEach(row -> pairs.merge(local(row) + " -> " + remote(row), 1, Integer::sum));
        return pairs.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(TOP_PAIRS)
                .map(pair -> pair.getKey() + " (" + pair.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String local(ConnectionDetail row) {
        Kubernetes end = row.kubernetes();
        return end != null && end.pod() != null
                ? named(end.namespace(), end.pod())
                : firstOf(row.processName(), withoutPort(row.localAddr()));
    }

    private static String remote(ConnectionDetail row) {
        Peer end = row.peer();
        if (end == null) {
            return row.remoteAddr();
        }
        String name = firstOf(end.pod(), end.service(), end.workload());
        return name != null ? named(end.namespace(), name) : firstOf(end.dnsName(), row.remoteAddr());
    }

    private static String named(String namespace, String name) {
        return namespace == null ? name : namespace + "/" + name;
    }

    private static String firstOf(String... names) {
        return Stream.of(names).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static String withoutPort(String address) {
        int port = address.lastIndexOf(':');
        return port < 0 ? address : address.substring(0, port);
    }

    private static String count(int count, String what) {
        String many = what.endsWith("s") ? what + "es" : what + "s";
        return count + " " + (count == 1 ? what : many);
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}
