package io.netwatch.operator.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netwatch.api.identity.IdentityLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** Reads the stream as an agent may: with the JDK's own HTTP and gzip. */
final class StreamClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MS = 20_000;

    private final HttpsURLConnection connection;
    private final BufferedReader lines;

    StreamClient(SSLContext agent, int port, String query) throws IOException {
        connection = connect(agent, port, "/api/v1/identity" + query);
        lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(connection.getInputStream()), StandardCharsets.UTF_8));
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

    /** The next line; null at the end. */
    IdentityLine next() throws IOException {
        String line = lines.readLine();
        return line == null ? null : JSON.readValue(line, IdentityLine.class);
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
