package io.netwatch.agent.identify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netwatch.api.identity.IdentityLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Reads the identity stream: parses on its caller's thread, and has batches of lines applied on the thread of events, one after the
 * other, so that it reads no faster than they are applied. A batch ends with each {@code current}. {@link #stream} and
 * {@link #revision} may be asked from any thread.
 */
public final class IdentityReader {
    /** About 2 ms of the thread of events. */
    private static final int BATCH_MAX = 500;

    private static final long APPLY_SECONDS = 60;
    private static final ObjectReader LINES = JsonMapper.builder().build().readerFor(IdentityLine.class);

    private final Consumer<IdentityLine> lines;
    private final Executor events;
    private String begun;
    private volatile Position position = new Position(null, 0);

    private record Position(String stream, long revision) {}

    /** {@code events} runs what it is given on the thread of events. */
    public IdentityReader(Directory directory, Executor events) {
        this(directory::onLine, events);
    }

    /** As above; {@code lines} takes each line on the thread of events. */
    public IdentityReader(Consumer<IdentityLine> lines, Executor events) {
        this.lines = lines;
        this.events = events;
    }

    /**
     * Reads until the stream ends. A line that is none, one that lacks what it must have, and lines that could not be applied end it,
     * too: then the operator is to be asked again.
     */
    public void read(InputStream plainNdjson) throws IOException {
        List<IdentityLine> batch = new ArrayList<>(BATCH_MAX);
        long count = 0;
        try (MappingIterator<IdentityLine> parsed = LINES.readValues(plainNdjson)) {
            while (parsed.hasNextValue()) {
                IdentityLine line = parsed.nextValue();
                count++;
                if (!LineCheck.isWhole(line)) {
                    throw new IOException("value " + count + " of the identity stream lacks a field: " + line);
                }
                batch.add(line);
                if (batch.size() == BATCH_MAX || line.current() != null) {
                    apply(batch);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "value " + (count + 1) + " of the identity stream can't be read: " + e.getOriginalMessage(), e);
        }
        apply(batch);
    }

    private void apply(List<IdentityLine> batch) throws IOException {
        FutureTask<Void> task = new FutureTask<>(() -> batch.forEach(lines), null);
        events.execute(task);
        try {
            task.get(APPLY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while lines of the identity stream are applied");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("lines of the identity stream could not be applied: " + e, e);
        }
        batch.forEach(this::remember);
        batch.clear();
    }

    private void remember(IdentityLine line) {
        if (line.begin() != null) {
            begun = line.begin().stream();
        } else if (line.current() != null) {
            position = new Position(begun, line.current().revision());
        }
    }

    /** The stream of the last {@code current} that was applied; null before the first. */
    public String stream() {
        return position.stream();
    }

    /** The revision of the last {@code current} that was applied; 0 before the first. */
    public long revision() {
        return position.revision();
    }
}
