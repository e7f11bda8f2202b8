package io.netwatch.agent.view;

import io.netwatch.agent.config.ConnectionFilter;
import io.netwatch.agent.config.InvalidFlagException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Query parameters to the same filter that the command line's flags make, and to how many are wanted. */
final class QueryFilter {
    /** Connections in one answer: what a request may hold in memory is bounded. */
    private static final int MAX_LIMIT = 5000;

    private static final int DEFAULT_LIMIT = 1000;

    /** The parameters that choose connections. */
    static final List<String> NAMES = List.of("port", "pid", "comm", "namespace", "pod", "workload", "failed");

    private QueryFilter() {}

    /** Throws {@link IllegalArgumentException} with a sentence for whoever asked. */
    static ConnectionFilter of(MultivaluedMap<String, String> query) {
        try {
            return new ConnectionFilter(
                    numbers(query, "port"),
                    numbers(query, "pid"),
                    Set.copyOf(texts(query, "comm")),
                    Set.copyOf(texts(query, "namespace")),
                    Set.copyOf(texts(query, "pod")),
                    Set.copyOf(texts(query, "workload")),
                    failed(query));
        } catch (InvalidFlagException e) {
            throw new IllegalArgumentException(e.getMessage().replace("--", ""), e);
        }
    }

    /** How many connections are wanted at most. */
    static int limit(MultivaluedMap<String, String> query) {
        Set<Integer> limits = numbers(query, "limit");
        int limit = limits.isEmpty() ? DEFAULT_LIMIT : limits.iterator().next();
        if (limits.size() > 1 || limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be one number from 1 to " + MAX_LIMIT + ".");
        }
        return limit;
    }

    /** Throws when there is a parameter of another name: a filter with a slip in it must not let everything through. */
    static void allow(MultivaluedMap<String, String> query, List<String> names) {
        for (String name : query.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no parameter '" + name + "'; there are " + String.join(", ", names) + ".");
            }
        }
    }

    private static Set<Integer> numbers(MultivaluedMap<String, String> query, String name) {
        Set<Integer> numbers = new HashSet<>();
        for (String text : texts(query, name)) {
            try {
                numbers.add(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " must be a number; got '" + text + "'.", e);
            }
        }
        return numbers;
    }

    private static boolean failed(MultivaluedMap<String, String> query) {
        return texts(query, "failed").stream().anyMatch(text -> switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("failed must be true or false; got '" + text + "'.");
        });
    }

    private static List<String> texts(MultivaluedMap<String, String> query, String name) {
        return query.getOrDefault(name, List.of());
    }
}
