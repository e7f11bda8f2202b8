package io.netwatch.agent.send;

import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.Snapshot;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Sends the snapshots of a queue to one place: at its pace, in batches, at least once and in order, and does with each answer what the
 * cloud's contract says. A program of steps for a thread of its own; {@link #add} and {@link #status} are for any thread.
 */
public final class Upload implements SnapshotSink {
    private static final Logger LOG = Logger.getLogger(Upload.class);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** The longest that a step asks to wait. */
    static final Duration IDLE = Duration.ofMinutes(1);

    private static final Duration HOST_LOOK = Duration.ofSeconds(1);
    /** Between two looks at the key while there is none that the server takes. */
    static final Duration KEY_LOOK = Duration.ofSeconds(5);

    /** Least time before a key that was refused is tried again. */
    static final Duration KEY_RETRY = Duration.ofSeconds(15);
    /** An account's limit is lifted by a person. */
    static final Duration QUOTA_RETRY = Duration.ofMinutes(10);

    private final Destination destination;
    private final SpoolQueue queue;
    private final KeyReader keys;
    private final Origin origin;
    private final Clock clock;
    private final Executor http;
    private final Duration deadline;
    private final Pace pace;
    private final BackOff backOff;
    private final Batches batches;
    private final UploadReport report;
    private CloudClient client;
    private boolean gzip;
    private boolean gzipRefused;
    private String logged = "";
    private volatile boolean closed;

    /**
     * @param key read anew for each request
     * @param nanos of a clock that nobody sets
     * @param chance spreads retries
     * @param http runs what the HTTP client has to do; a thread of its own or two are enough
     */
    public Upload(
            Destination destination,
            SpoolQueue queue,
            ApiKey key,
            Origin origin,
            Clock clock,
            LongSupplier nanos,
            RandomGenerator chance,
            Executor http) {
        this(destination, queue, key, origin, clock, nanos, chance, http, DEADLINE);
    }

    /** {@code deadline} of an exchange. */
    Upload(
            Destination destination,
            SpoolQueue queue,
            ApiKey key,
            Origin origin,
            Clock clock,
            LongSupplier nanos,
            RandomGenerator chance,
            Executor http,
            Duration deadline) {
        this.destination = destination;
        this.queue = queue;
        this.keys = new KeyReader(key);
        this.origin = origin;
        this.clock = clock;
        this.http = http;
        this.deadline = deadline;
        this.pace = new Pace(destination.interval(), destination.phase(), clock, nanos);
        this.backOff = new BackOff(chance);
        this.batches = new Batches(queue, origin, clock);
        this.report = new UploadReport(destination, queue);
    }

    @Override
    public void add(Instant timestamp, Snapshot snapshot) {
        if (closed) {
            return;
        }
        try {
            queue.append(timestamp, Packed.of(snapshot));
        } catch (RuntimeException e) { // a record that can't be written is a mistake of ours, and no reason to stop
            LOG.error("a snapshot can't be written", e);
            queue.refuse(DropReason.NOT_UNDERSTOOD);
        }
    }

    @Override
    public UploadStatus status() {
        return report.status();
    }

    /**
     * Does what is due: one request at most, for which it blocks. Returns after how long to come again; sooner is better when a snapshot was
     * added or the key changed.
     */
    public Duration step() throws InterruptedException {
        if (closed) {
            return IDLE;
        }
        if (keys.isChanged()) {
            pace.atOnce();
        }
        if (!pace.isDue()) {
            return pause();
        }
        HostInfo host = origin.host().get();
        if (host == null) {
            return HOST_LOOK;
        }
        List<Spooled> batch = batches.next(host);
        if (batch.isEmpty()) {
            pace.skip();
            return pace.hasPlaces() ? pause() : IDLE;
        }
        try {
            send(batches.body(host, batch), batch, keys.read());
        } catch (IOException e) {
            report.say(
                    UploadStatus.State.KEY_MISSING,
                    "There is no key for " + destination.server() + ": "
                            + ForeignText.clean(e.toString(), "")
                            + ". Put it into the Secret that the policy names.");
            return KEY_LOOK;
        }
        return pause();
    }

    private Duration pause() {
        Duration longest = keys.isRefused() ? KEY_LOOK : IDLE;
        Duration left = pace.left();
        return left.compareTo(longest) < 0 ? left : longest;
    }

    private void send(RequestBody body, List<Spooled> batch, String key) throws InterruptedException {
        boolean compressed = gzip && !gzipRefused;
        Answer answer;
        try {
            if (client == null) {
                client = new CloudClient(destination, http, deadline);
            }
            Reply reply = client.post(body, key, compressed);
            reply.date().ifPresent(date -> report.compareClocks(date, clock.instant()));
            gzip = reply.takesGzip().orElse(gzip);
            answer = AnswerTable.read(reply, batch.size(), key, compressed, clock.instant());
        } catch (IOException | RuntimeException e) { // the latter of an address that the HTTP client can't use
            answer = Answer.of(Answer.Kind.NOT_DELIVERED, ForeignText.clean(e.getMessage(), key));
        }
        act(answer, batch, body.bytes(), key);
    }

    private void act(Answer answer, List<Spooled> batch, int bytes, String key) {
        String server = destination.server();
        switch (answer.kind()) {
            case RESULTS -> onResults(answer, batch);
            case NOT_UNDERSTOOD -> onNotUnderstood(answer, batch);
            case KEY_REFUSED -> {
                keys.onRefused(key);
                pace.next(KEY_RETRY);
                report.say(
                        UploadStatus.State.KEY_REFUSED,
                        server + " refuses the key" + because(answer) + ". Put a valid one into the Secret.");
            }
            case QUOTA -> {
                keys.onRefused(key);
                pace.next(QUOTA_RETRY);
                report.say(
                        UploadStatus.State.QUOTA,
                        server + " says that the account's limit is reached" + because(answer)
                                + ". Raise it, or select fewer nodes.");
            }
            case TOO_LARGE -> {
                batches.onTooLarge(batch, bytes);
                pace.next(Duration.ZERO);
                report.add(server + " takes no request of " + batch.size() + " snapshots and " + bytes
                        + " bytes; the next one is smaller.");
            }
            case NO_GZIP -> {
                gzipRefused = true;
                pace.next(Duration.ZERO);
            }
            case RATE_LIMITED -> onRateLimited(answer);
            case WRONG_PLACE -> {
                pace.next(BackOff.LAST);
                report.say(
                        UploadStatus.State.UNREACHABLE,
                        destination.target() + " " + answer.message()
                                + ". No ingest API is there: correct the endpoint.");
            }
            case NOT_DELIVERED -> {
                pace.next(backOff.next());
                report.say(UploadStatus.State.UNREACHABLE, sentence(server, answer.message()));
            }
        }
    }

    private void onResults(Answer answer, List<Spooled> batch) {
        List<Long> delivered = new ArrayList<>();
        answer.delivered().forEach(index -> delivered.add(batch.get(index).seq()));
        Map<Long, DropReason> dropped = new HashMap<>();
        answer.rejected().keySet().forEach(index -> dropped.put(batch.get(index).seq(), DropReason.REJECTED));
        queue.settle(delivered, dropped, clock.instant());
        keys.onTaken();
        pace.faster();
        if (!delivered.isEmpty()) {
            batches.onTaken();
            report.onDelivered();
        }
        int kept = batch.size() - delivered.size() - dropped.size();
        if (kept < batch.size()) {
            backOff.reset();
        }
        pace.next(kept == 0 ? Duration.ZERO : backOff.next());
        tellResults(answer, delivered.size(), kept, batch.size());
    }

    private void tellResults(Answer answer, int delivered, int kept, int sent) {
        String server = destination.server();
        if (!answer.rejected().isEmpty()) {
            String first = answer.rejected().values().iterator().next();
            report.say(
                    UploadStatus.State.REJECTED,
                    server + " rejected " + answer.rejected().size() + " of " + sent + " snapshots, which are dropped: "
                            + first + ".");
            logOnce(server + " rejects snapshots: " + first);
        } else if (delivered == 0) {
            report.say(
                    UploadStatus.State.UNREACHABLE,
                    server + " could take none of " + sent + " snapshots" + because(answer) + ". They are sent again.");
        } else {
            String again = kept == 0 ? "." : "; " + kept + " are sent again" + because(answer) + ".";
            report.say(
                    UploadStatus.State.DELIVERING,
                    server + " took " + delivered + " of " + sent + " snapshots" + again);
        }
    }

    private void onNotUnderstood(Answer answer, List<Spooled> batch) {
        Map<Long, DropReason> dropped = new HashMap<>();
        batch.forEach(one -> dropped.put(one.seq(), DropReason.NOT_UNDERSTOOD));
        queue.settle(List.of(), dropped, clock.instant());
        keys.onTaken();
        pace.next(Duration.ZERO);
        String message = destination.server() + " does not understand a request of " + batch.size()
                + " snapshots, which are dropped" + because(answer) + ".";
        report.say(UploadStatus.State.REJECTED, message);
        logOnce(message);
    }

    private void onRateLimited(Answer answer) {
        pace.slower();
        Duration wait = answer.retryAfter() == null ? backOff.next() : answer.retryAfter();
        pace.next(wait);
        report.say(
                UploadStatus.State.QUOTA,
                destination.server()
                        + " limits the rate of requests for this key, of all nodes together; the next one is in "
                        + pace.left().toSeconds() + " s" + because(answer) + ".");
    }

    private void logOnce(String message) {
        if (!message.equals(logged)) {
            LOG.warn(message);
            logged = message;
        }
    }

    private static String because(Answer answer) {
        return answer.message().isEmpty() ? "" : " (" + answer.message() + ")";
    }

    private static String sentence(String server, String message) {
        return (message.contains(server) ? "" : server + " ") + message + ".";
    }

    /** Nothing is sent or taken any more; what waits stays in the queue. */
    @Override
    public void close() {
        closed = true;
    }
}
