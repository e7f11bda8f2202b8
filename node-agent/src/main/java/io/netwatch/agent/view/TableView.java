package io.netwatch.agent.view;

import io.netwatch.agent.track.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Connections as text for a person. Pure; ASCII only; no line of a screen exceeds the width. */
final class TableView {
    private TableView() {}

    /** A screen of at most {@code height} lines: how complete it is, then as many connections as there is room for. */
    static List<String> screen(
            NewestConnections connections, Completeness completeness, int width, int height, Instant now) {
        List<String> lines = new ArrayList<>(summary(completeness));
        lines.add("");
        int room = Math.max(0, height - lines.size() - 1);
        int shown = connections.matching() <= room
                ? connections.items().size()
                : Math.min(connections.items().size(), Math.max(0, room - 1));
        List<Map<Column, String>> rows = connections.items().stream()
                .limit(shown)
                .map(connection -> cells(connection, now))
                .toList();
        TableLayout layout = TableLayout.of(rows, width);
        lines.add(layout.line(titles()));
        rows.forEach(row -> lines.add(layout.line(row)));
        if (shown < connections.matching()) {
            lines.add("and " + (connections.matching() - shown) + " more; a filter narrows them down (--help)");
        }
        return lines.stream()
                .limit(height)
                .map(line -> line.length() <= width ? line : line.substring(0, width))
                .toList();
    }

    /** Lines to append to those already written, oldest first, in columns that stay where they are. */
    static List<String> rows(NewestConnections connections, Instant now) {
        List<String> lines = new ArrayList<>();
        if (connections.leftOut() > 0) {
            lines.add("and " + connections.leftOut() + " more before these; a filter narrows them down (--help)");
        }
        for (int i = connections.items().size() - 1; i >= 0; i--) {
            Map<Column, String> row = cells(connections.items().get(i), now);
            lines.add(TableLayout.of(List.of(row), Short.MAX_VALUE).line(row));
        }
        return lines;
    }

    /** The columns' titles for {@link #rows}. */
    static String title() {
        return TableLayout.of(List.of(), Short.MAX_VALUE).line(titles());
    }

    /** How complete the view is: one line, and one for each better way of looking that could not be had. */
    static List<String> summary(Completeness completeness) {
        long throttled = completeness.lostTo(Loss.THROTTLED);
        List<String> lines = new ArrayList<>();
        lines.add("NetWatch (" + completeness.mode().label() + ")  open " + completeness.open() + "  failed "
                + completeness.failed() + "  |  seen " + completeness.seenInAll() + "  lost "
                + (completeness.lostInAll() - throttled) + "  throttled " + throttled);
        completeness.notTaken().forEach(sentence -> lines.add("! " + sentence));
        return lines;
    }

    private static Map<Column, String> cells(Connection connection, Instant now) {
        Map<Column, String> cells = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            cells.put(column, column.cell(connection, now));
        }
        return cells;
    }

    private static Map<Column, String> titles() {
        Map<Column, String> titles = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            titles.put(column, column.name());
        }
        return titles;
    }
}
