package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads conntrack's whole table as text, when somebody asks and the last reading is two seconds ago. Of it are kept the connections
 * that were rewritten, so many and no more.
 */
final class ConntrackTable implements Translations {
    private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int KEPT_MAX = 32_768;

    private final Path file;
    private final LongSupplier nanoTime;
    private final Map<Key, Endpoint> rewritten = new HashMap<>();
    private boolean wasRead;
    private long readNanos;
    private long notKept;
    private String failure;

    private record Key(Endpoint client, Endpoint service) {}

    ConntrackTable(Path file) {
        this(file, System::nanoTime);
    }

    ConntrackTable(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
    }

    /** Null also when it was not rewritten, or is newer than the last reading. */
    @Override
    public Endpoint find(Endpoint client, Endpoint service) {
        long now = nanoTime.getAsLong();
        if (!wasRead || now - readNanos >= READING_NANOS) {
            wasRead = true;
            readNanos = now;
            read();
        }
        return rewritten.get(new Key(client, service));
    }

    private void read() {
        rewritten.clear();
        failure = null;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                keep(ConntrackLine.parse(text));
            }
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    private void keep(ConntrackLine line) {
        if (line == null || line.answers().equals(line.service())) {
            return;
        }
        if (rewritten.size() >= KEPT_MAX) {
            notKept++;
            return;
        }
        rewritten.put(new Key(line.client(), line.service()), line.answers());
    }

    @Override
    public String how() {
        String how = file + ", read every 2 seconds at most";
        if (failure != null) {
            return how + ", which failed last: " + failure;
        }
        return notKept == 0 ? how : how + ", " + notKept + " connections too many in it";
    }

    @Override
    public void close() {
        rewritten.clear();
    }
}
