package io.netwatch.agent.identify;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.netwatch.api.identity.IdentityLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Reads the lines of an identity stream and has them taken in, some at a time. */
public final class IdentityReader {
    private static final ObjectReader LINES = new ObjectMapper().readerFor(IdentityLine.class);
    private static final int BATCH = 500;

    private final Directory directory;
    private final Executor events;
    private volatile String stream;
    private volatile long revision;

    public IdentityReader(Directory directory, Executor events) {
        this.directory = directory;
        this.events = events;
    }

    /** Reads until the stream ends. */
    public void read(InputStream in) throws IOException {
        List<IdentityLine> batch = new ArrayList<>();
        String begun = null;
        try (MappingIterator<IdentityLine> lines = LINES.readValues(in)) {
            while (lines.hasNextValue()) {
                IdentityLine line = lines.nextValue();
                batch.add(line);
                if (line.begin() != null) {
                    begun = line.begin().stream();
                }
                if (line.current() != null) {
                    stream = begun;
                    revision = line.current().revision();
                }
                if (line.current() != null || batch.size() == BATCH) {
                    hand(List.copyOf(batch));
                    batch.clear();
                }
            }
        }
    }

    private void hand(List<IdentityLine> batch) {
        events.execute(() -> batch.forEach(directory::onLine));
    }

    /** To go on from; null before there is anything. */
    public String stream() {
        return stream;
    }

    public long revision() {
        return revision;
    }
}
