package io.netwatch.agent.view;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which columns are shown, and how wide, so that a row never is longer than the terminal's line. */
final class TableLayout {
    private static final int GAP = 2;
    private static final String CUT = "..";

    private final Map<Column, Integer> widths = new EnumMap<>(Column.class);

    private TableLayout() {}

    /** The best layout of these rows in so many characters. */
    static TableLayout of(List<Map<Column, String>> rows, int width) {
        TableLayout layout = new TableLayout();
        Map<Column, Integer> content = contentWidths(rows);
        Map<Column, Integer> least = new EnumMap<>(Column.class);
        int left = width + GAP;
        for (Column column : Column.BY_IMPORTANCE) {
            int needed = leastWidth(column, content.get(column));
            if (needed + GAP <= left) {
                left -= needed + GAP;
                least.put(column, needed);
            }
        }
        layout.widths.putAll(least);
        // what is left goes first to the content, then to the usual widths that keep the table still
        for (Column column : Column.BY_IMPORTANCE) {
            left -= layout.widen(column, content.get(column), left);
        }
        for (Column column : Column.BY_IMPORTANCE) {
            left -= layout.widen(column, column.usualWidth(), left);
        }
        return layout;
    }

    /** One line, without a line end or trailing blanks. */
    String line(Map<Column, String> cells) {
        StringBuilder line = new StringBuilder();
        int end = 0;
        for (Map.Entry<Column, Integer> entry : widths.entrySet()) {
            Column column = entry.getKey();
            int width = entry.getValue();
            String text = shorten(column, cells.get(column), width);
            int start = column.isNumber() ? end + width - text.length() : end;
            line.append(" ".repeat(start - line.length())).append(text);
            end += width + GAP;
        }
        return line.toString().stripTrailing();
    }

    private int widen(Column column, int wanted, int left) {
        Integer width = widths.get(column);
        if (width == null || wanted <= width) {
            return 0;
        }
        int more = Math.min(wanted - width, left);
        widths.put(column, width + more);
        return more;
    }

    private static Map<Column, Integer> contentWidths(List<Map<Column, String>> rows) {
        Map<Column, Integer> widest = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            int width = column.name().length();
            for (Map<Column, String> row : rows) {
                width = Math.max(width, row.get(column).length());
            }
            widest.put(column, width);
        }
        return widest;
    }

    private static int leastWidth(Column column, int content) {
        return column.leastWidth() == 0 ? content : Math.min(content, column.leastWidth());
    }

    /** Names and addresses keep both ends, and of the last all of the process id or port; sentences their beginning. */
    private static String shorten(Column column, String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int kept = width - CUT.length();
        int tail = column == Column.WHY ? 0 : Math.min(kept, Math.max((kept + 1) / 2, number(text)));
        return text.substring(0, kept - tail) + CUT + text.substring(text.length() - tail);
    }

    /** Length of what names a process or a port: {@code (4711)} or {@code :443}. */
    private static int number(String text) {
        return text.length() - Math.max(text.lastIndexOf('('), text.lastIndexOf(':'));
    }
}
