package io.netwatch.e2e.cloud;

import io.netwatch.api.snapshot.IngestRequest;
import io.netwatch.api.snapshot.IngestResponse;
import io.netwatch.api.snapshot.IngestResponse.Result;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SnapshotJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Answers requests as the cloud does. Any thread; one request at a time. */
final class Ingest {
    private static final String BEARER = "Bearer ";
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int UNAVAILABLE = 503;

    private final byte[] apiKey;
    private final Clock clock;
    private final Pace pace;
    private final BodyReader reader;
    private final Account account;
    private final Consumer<Received> listener;
    private final Deque<ForcedAnswer> forced = new ArrayDeque<>();
    private long requests;
    private long rejected;

    /** @param listener told of each snapshot that is new, in order */
    Ingest(Settings settings, Consumer<Received> listener) {
        apiKey = settings.apiKey().getBytes(StandardCharsets.UTF_8);
        clock = settings.clock();
        pace = new Pace(settings.requestsPerMinute(), clock);
        reader = new BodyReader(settings.gzip());
        account = new Account(settings.hostLimit());
        this.listener = listener;
    }

    synchronized void force(ForcedAnswer answer) {
        forced.addLast(answer);
    }

    synchronized Answer answer(Call call) {
        requests++;
        try {
            ForcedAnswer instead = nextForced();
            if (instead != null && instead.status() != ForcedAnswer.PARTLY) {
                return asForced(instead.status());
            }
            requireKey(call.authorization());
            requirePace();
            IngestRequest request = reader.read(call);
            account.admit(request.host());
            return results(request, instead != null);
        } catch (Refused e) {
            return e.answer();
        }
    }

    /** For {@code GET /api/v1/received}, which wants the key too. */
    synchronized Answer counts(String authorization) {
        try {
            requireKey(authorization);
            return Answer.of(OK, Answer.json(counts()));
        } catch (Refused e) {
            return e.answer();
        }
    }

    synchronized Counts counts() {
        return account.counts(requests, rejected);
    }

    synchronized List<Received> recent() {
        return account.recent();
    }

    private ForcedAnswer nextForced() {
        ForcedAnswer first = forced.pollFirst();
        if (first != null && first.next() != null) {
            forced.addFirst(first.next());
        }
        return first;
    }

    private static Answer asForced(int status) {
        Answer answer = Answer.refusal(status, "as was asked for");
        return status == 429 ? answer.with("Retry-After", "1") : answer;
    }

    private void requireKey(String authorization) throws Refused {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw new Refused(Answer.refusal(401, "no API key").with("WWW-Authenticate", "Bearer"));
        }
        byte[] given = authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, apiKey)) {
            throw new Refused(Answer.refusal(401, "the API key is not known").with("WWW-Authenticate", "Bearer"));
        }
    }

    private void requirePace() throws Refused {
        long wait = pace.take();
        if (wait > 0) {
            throw new Refused(Answer.refusal(429, "too many requests within a minute; again in " + wait + " s")
                    .with("Retry-After", Long.toString(wait)));
        }
    }

    private Answer results(IngestRequest request, boolean partly) {
        List<Result> results = new ArrayList<>();
        for (int index = 0; index < request.snapshots().size(); index++) {
            results.add(
                    partly && index % 2 == 1
                            ? new Result(index, UNAVAILABLE, "as was asked for")
                            : take(request, index));
        }
        long refused = results.stream().filter(result -> result.status() != OK).count();
        rejected += refused;
        int status = refused == 0 ? OK : refused == results.size() ? BAD : ForcedAnswer.PARTLY;
        return Answer.of(
                status,
                SnapshotJson.write(new IngestResponse(
                        results.size() - refused, refused, request.host().hostId(), results)));
    }

    private Result take(IngestRequest request, int index) {
        Snapshot snapshot = request.snapshots().get(index);
        Instant timestamp;
        try {
            timestamp = Timestamps.parse(snapshot.timestamp());
        } catch (DateTimeException e) {
            return new Result(index, BAD, "no such time: " + snapshot.timestamp());
        }
        if (!Timestamps.isNear(timestamp, clock)) {
            return new Result(index, BAD, "timestamp is more than 24 hours from the server's clock");
        }
        Received received = new Received(clock.instant(), request.host(), snapshot);
        if (account.store(received, timestamp)) {
            listener.accept(received);
        }
        return new Result(index, OK, "OK");
    }
}
