package io.netwatch.agent.send;

import io.netwatch.api.snapshot.IngestResponse;
import io.netwatch.api.snapshot.SnapshotJson;
import io.netwatch.api.snapshot.UnreadableJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The cloud's contract: what each answer means. Any reply has a meaning; nothing in one is trusted. */
final class AnswerTable {
    private static final int SERVER_ERROR = 500;

    private AnswerTable() {}

    /**
     * @param sent how many snapshots were in the request
     * @param key what must not appear in a message
     * @param gzip whether the request was compressed
     */
    static Answer read(Reply reply, int sent, String key, boolean gzip, Instant now) {
        return switch (reply.status()) {
            case 200, 207 ->
                results(reply, sent, key)
                        .orElseGet(() -> Answer.of(
                                Answer.Kind.NOT_DELIVERED,
                                "answers " + reply.status() + " with something that is not an ingest API's JSON"));
            case 400, 422 -> badRequest(reply, sent, key);
            case 401, 403 -> Answer.of(Answer.Kind.KEY_REFUSED, message(reply, key));
            case 402 -> Answer.of(Answer.Kind.QUOTA, message(reply, key));
            case 413 -> Answer.of(Answer.Kind.TOO_LARGE, message(reply, key));
            case 415 -> Answer.of(gzip ? Answer.Kind.NO_GZIP : Answer.Kind.WRONG_PLACE, status(reply, key));
            case 429 -> rateLimited(reply, key, now);
            case 408 -> Answer.of(Answer.Kind.NOT_DELIVERED, status(reply, key));
            default ->
                Answer.of(
                        reply.status() >= SERVER_ERROR ? Answer.Kind.NOT_DELIVERED : Answer.Kind.WRONG_PLACE,
                        status(reply, key));
        };
    }

    private static Answer badRequest(Reply reply, int sent, String key) {
        if (reply.isPage()) {
            return Answer.of(Answer.Kind.NOT_DELIVERED, "answers " + reply.status() + " with a page for people");
        }
        return results(reply, sent, key)
                .filter(answer -> !answer.delivered().isEmpty()
                        || !answer.rejected().isEmpty()
                        || !answer.message().isEmpty())
                .orElseGet(() -> Answer.of(Answer.Kind.NOT_UNDERSTOOD, message(reply, key)));
    }

    private static Answer rateLimited(Reply reply, String key, Instant now) {
        Duration wait = reply.retryAfter(now).orElse(null);
        return new Answer(Answer.Kind.RATE_LIMITED, List.of(), Map.of(), message(reply, key), wait);
    }

    /** Empty when it is no ingest API's. */
    private static Optional<Answer> results(Reply reply, int sent, String key) {
        if (!reply.saysJson()) {
            return Optional.empty();
        }
        try {
            return Optional.of(results(
                    SnapshotJson.readResponse(reply.text().getBytes(StandardCharsets.UTF_8)),
                    reply.status(),
                    sent,
                    key));
        } catch (UnreadableJsonException e) {
            return Optional.empty();
        }
    }

    /** The first that is said of a snapshot counts; one of which nothing is said is as the status says of all. */
    private static Answer results(IngestResponse response, int status, int sent, String key) {
        List<Integer> delivered = new ArrayList<>();
        Map<Integer, String> rejected = new TreeMap<>();
        Set<Integer> mentioned = new HashSet<>();
        String kept = "";
        for (IngestResponse.Result result : response.results()) {
            if (result.index() < 0 || result.index() >= sent || !mentioned.add(result.index())) {
                continue;
            }
            String message = ForeignText.clean(result.status() + " " + orEmpty(result.message()), key);
            if (result.status() / 100 == 2) {
                delivered.add(result.index());
            } else if (result.status() / 100 == 4) {
                rejected.put(result.index(), message);
            } else {
                kept = message;
            }
        }
        for (int index = 0; index < sent && status == 200; index++) {
            if (!mentioned.contains(index)) {
                delivered.add(index);
            }
        }
        return new Answer(Answer.Kind.RESULTS, delivered, rejected, kept, null);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String status(Reply reply, String key) {
        String message = reply.isPage() ? "" : message(reply, key);
        return "answers " + reply.status() + (message.isEmpty() ? "" : ": " + message);
    }

    private static String message(Reply reply, String key) {
        return ForeignText.clean(reply.text(), key);
    }
}
