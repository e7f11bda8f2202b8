package io.netwatch.api.snapshot;

/**
 * How long a connection is as JSON, without writing it, in time that doesn't grow with its names: exact where they are printable ASCII, which
 * Kubernetes' are, and numbers have no fraction; too short for others.
 */
final class RowBytes {
    private static final int NULL = 4;
    private static final int FRACTION = 12; // most round trips: 123456.789
    private static final int AROUND_NAME = 4; // "name":, and the comma before
    private static final int OBJECT = 1; // {}, less the comma that its first name has not

    private RowBytes() {}

    /** With a comma. */
    static int of(ConnectionDetail row) {
        return OBJECT
                + 1
                + required("protocol", row.protocol())
                + required("local_addr", row.localAddr())
                + required("remote_addr", row.remoteAddr())
                + required("state", row.state())
                + name("pid")
                + (row.pid() == null ? NULL : digits(row.pid()))
                + name("process_name")
                + (row.processName() == null ? NULL : text(row.processName()))
                + (row.kernelRttUs() == null ? 0 : name("kernel_rtt_us") + roundTrip(row.kernelRttUs()))
                + of(row.kubernetes())
                + of(row.peer())
                + optional("direction", row.direction())
                + optional("opened_at", row.openedAt())
                + optional("connect_latency_us", row.connectLatencyUs())
                + optional("rx_bytes", row.rxBytes())
                + optional("tx_bytes", row.txBytes())
                + (row.retransmits() == null ? 0 : name("retransmits") + digits(row.retransmits()))
                + optional("error", row.error());
    }

    private static int of(Kubernetes end) {
        return end == null
                ? 0
                : name("kubernetes")
                        + OBJECT
                        + optional("namespace", end.namespace())
                        + optional("pod", end.pod())
                        + optional("uid", end.uid())
                        + optional("container", end.container())
                        + optional("workload_kind", end.workloadKind())
                        + optional("workload", end.workload())
                        + optional("node", end.node())
                        + optional("attribution", end.attribution());
    }

    private static int of(Peer end) {
        return end == null
                ? 0
                : name("peer")
                        + OBJECT
                        + optional("namespace", end.namespace())
                        + optional("pod", end.pod())
                        + optional("uid", end.uid())
                        + optional("container", end.container())
                        + optional("workload_kind", end.workloadKind())
                        + optional("workload", end.workload())
                        + optional("node", end.node())
                        + optional("attribution", end.attribution())
                        + optional("service", end.service())
                        + optional("dns_name", end.dnsName());
    }

    private static int name(String name) {
        return name.length() + AROUND_NAME;
    }

    private static int required(String name, String value) {
        return name(name) + text(value);
    }

    private static int optional(String name, String value) {
        return value == null ? 0 : name(name) + text(value);
    }

    private static int optional(String name, Long value) {
        return value == null ? 0 : name(name) + digits(value);
    }

    private static int roundTrip(double micros) {
        int whole = (int) micros;
        return whole == micros && whole > 0 ? digits(whole) : FRACTION;
    }

    private static int digits(long count) {
        int digits = 1;
        for (long rest = count; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static int text(String value) {
        return 2 + value.length();
    }
}
