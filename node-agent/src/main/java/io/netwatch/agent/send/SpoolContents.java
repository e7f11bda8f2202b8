package io.netwatch.agent.send;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What is in a spool's file when it is opened.
 *
 * @param counters by queue and name; those of a damaged file as well, when they can be read
 * @param waiting by queue; empty for a damaged file
 * @param damage null = there is none
 */
record SpoolContents(
        Map<String, Map<String, Long>> counters, Map<String, SpoolTable.Waiting> waiting, SQLException damage) {
    /** Throws what is no damage, or leaves nothing to be read. */
    static SpoolContents of(SpoolTable opened) throws SQLException {
        Map<String, Map<String, Long>> counters = opened.counters();
        Map<String, SpoolTable.Waiting> waiting = new HashMap<>();
        try {
            opened.check();
            for (SpoolTable.Waiting one : opened.waiting()) {
                waiting.put(one.queue(), one);
            }
            return new SpoolContents(counters, waiting, null);
        } catch (SQLException e) {
            if (SpoolFault.of(e) != SpoolFault.DAMAGED) {
                throw e;
            }
            return new SpoolContents(counters, Map.of(), e);
        }
    }

    /** Of a queue. */
    SpoolTable.Waiting waiting(String id) {
        return waiting.getOrDefault(id, SpoolTable.Waiting.NONE);
    }
}
