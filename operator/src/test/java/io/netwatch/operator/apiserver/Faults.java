package io.netwatch.operator.apiserver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The failures that a test has ordered and that haven't happened yet. Safe for any thread. */
final class Faults {
    private static final Map<Integer, String> REASONS = Map.of(
            400, "BadRequest",
            401, "Unauthorized",
            403, "Forbidden",
            404, "NotFound",
            409, "Conflict",
            410, "Expired",
            422, "Invalid",
            429, "TooManyRequests",
            500, "InternalError",
            503, "ServiceUnavailable");

    private final List<Order> orders = new ArrayList<>();
    private final Set<String> expired = new HashSet<>();
    private boolean expiring;

    private record Order(String verb, String resource, int status) {}

    synchronized void failNext(String verb, String resource, int status) {
        orders.add(new Order(verb, resource, status));
    }

    synchronized void expireWatches() {
        expiring = true;
        expired.clear();
    }

    synchronized void clear() {
        orders.clear();
        expiring = false;
    }

    /** The answer that this request gets instead of its own. */
    synchronized Optional<Answer> answerTo(ProxiedRequest request) {
        for (Order order : orders) {
            if (request.is(order.verb(), order.resource())) {
                orders.remove(order);
                return Optional.of(Answer.json(order.status(), status(order.status())));
            }
        }
        return Optional.empty();
    }

    /** Whether this watch is to be told that its version is too old. */
    synchronized boolean expires(ProxiedRequest request) {
        return expiring && request.isWatch() && expired.add(request.kind());
    }

    static String expiredEvent() {
        return Change.event("ERROR", Json.write(status(410)));
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode status(int code) {
        String reason = REASONS.getOrDefault(code, "Unknown");
        return ApiFailure.status(code, reason, reason + ": ordered by the test", Json.object());
    }
}
