package io.netwatch.agent.detect;

import io.netwatch.agent.event.QueryName;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * The domain that a name is looked for in: its last two labels, as NetWatch's own agent has it; three below one of the few second
 * labels under which countries register. It is not the Public Suffix List: that has 10,000 entries, changes every week, and would take
 * the buckets and hosts of one cloud for as many domains, where one domain of many is just the safe side. The list is short on purpose:
 * who owns {@code abc.io} must not get a domain of its own for each name below it.
 */
final class ParentDomain {
    private static final byte[][] SECOND_LABELS = Stream.of("co", "com", "net", "org", "gov", "edu", "ac")
            .map(label -> label.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private static final int COUNTRY_LENGTH = 2;

    private ParentDomain() {}

    /** The label with which it begins, counted from the left; 0 when the name is nothing but a parent. */
    static int label(QueryName name) {
        int labels = name.labels();
        if (labels <= 2) {
            return 0;
        }
        boolean isCountry = name.length() - name.start(labels - 1) == COUNTRY_LENGTH;
        return isCountry && isSecondLabel(name, labels - 2) ? labels - 3 : labels - 2;
    }

    private static boolean isSecondLabel(QueryName name, int label) {
        for (byte[] second : SECOND_LABELS) {
            if (name.isLabel(label, second)) {
                return true;
            }
        }
        return false;
    }
}
