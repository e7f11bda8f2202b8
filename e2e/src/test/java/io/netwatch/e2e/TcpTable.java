package io.netwatch.e2e;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The TCP sockets of a network namespace, as {@code /proc/net/tcp} has them on a little-endian machine. */
final class TcpTable {
    /**
     * A line.
     *
     * @param local address:port
     * @param peer address:port
     */
    record Row(String local, String peer) {}

    private TcpTable() {}

    static List<Row> parse(String text) {
        List<Row> rows = new ArrayList<>();
        text.lines().skip(1).forEach(line -> {
            String[] columns = line.trim().split(" +", -1);
            rows.add(new Row(endpoint(columns[1]), endpoint(columns[2])));
        });
        return rows;
    }

    private static String endpoint(String hex) {
        byte[] address = HexFormat.of().parseHex(hex.substring(0, 8));
        return "%d.%d.%d.%d:%d"
                .formatted(
                        address[3] & 255,
                        address[2] & 255,
                        address[1] & 255,
                        address[0] & 255,
                        Integer.parseInt(hex.substring(9), 16));
    }
}
