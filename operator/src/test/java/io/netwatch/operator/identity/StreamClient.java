package io.netwatch.operator.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netwatch.api.identity.IdentityLine;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Reads the stream as an agent may: with the JDK's own HTTP and gzip, but for its readers of characters, which wait for more as
 * long as a gzip stream has not ended.
 */
final class StreamClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MS = 20_000;

    private final HttpsURLConnection connection;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final byte[] space = new byte[8192];
    private int at;
    private int end;

    StreamClient(SSLContext agent, int port, String query) throws IOException {
        connection = connect(agent, port, "/api/v1/identity" + query);
        in = new GZIPInputStream(connection.getInputStream());
    }

    /** Asks, and does not look at the answer yet. */
    static HttpsURLConnection connect(SSLContext agent, int port, String path) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection)
                URI.create("https://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setSSLSocketFactory(agent.getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true); // the context compares the name
        connection.setReadTimeout(PATIENCE_MS);
        return connection;
    }

    String header(String name) {
        return connection.getHeaderField(name);
    }

    /** The next line. */
    IdentityLine next() throws IOException {
        line.reset();
        for (int c = read(); c != '\n'; c = read()) {
            line.write(c);
        }
        return JSON.readValue(line.toByteArray(), IdentityLine.class);
    }

    private int read() throws IOException {
        if (at == end) {
            at = 0;
            end = in.read(space);
            if (end < 0) {
                throw new EOFException();
            }
        }
        return space[at++];
    }

    /** All lines up to the next {@code current}, with it. */
    List<IdentityLine> untilCurrent() throws IOException {
        return until(line -> line.current() != null);
    }

    /** All lines up to one, with it. */
    List<IdentityLine> until(Predicate<IdentityLine> last) throws IOException {
        List<IdentityLine> read = new ArrayList<>();
        do {
            read.add(next());
        } while (!last.test(read.get(read.size() - 1)));
        return read;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
