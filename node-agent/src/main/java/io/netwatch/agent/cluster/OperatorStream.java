package io.netwatch.agent.cluster;

import io.netwatch.agent.config.HostPort;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.identify.IdentityReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import org.jboss.logging.Logger;

/**
 * The operator's identity stream: reads it, and when it ends connects anew and goes on where it was. A blocking program for a
 * thread of its own; the lines are taken in as tasks. The certificate is read for each connect, so that a renewed one is
 * followed.
 */
public final class OperatorStream implements Runnable, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OperatorStream.class);
    private static final int CONNECT_MILLIS = 10_000;
    /** The operator is heard at least each 5 seconds. */
    private static final int READ_MILLIS = 15_000;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final HostPort operator;
    private final Path tlsFolder;
    private final Directory directory;
    private final IdentityReader reader;
    private final Executor events;
    private final BackOff backOff =
            new BackOff(() -> ThreadLocalRandom.current().nextDouble());
    private volatile boolean closing;
    private String complaint = "";

    /** {@code events} runs tasks on the thread that the directory is used by. */
    public OperatorStream(HostPort operator, Path tlsFolder, Directory directory, Executor events) {
        this.operator = operator;
        this.tlsFolder = tlsFolder;
        this.directory = directory;
        this.reader = new IdentityReader(directory, events);
        this.events = events;
    }

    /** Until it is closed or interrupted. */
    @Override
    public void run() {
        while (!closing) {
            String why = "the operator ended the stream";
            long before = reader.revision();
            try {
                read();
            } catch (IOException e) {
                why = e.toString();
            } catch (RuntimeException e) { // a line that no operator writes; the next stream begins anew
                LOG.error("the identity stream can't be read", e);
            }
            events.execute(() -> directory.onOperator(false));
            if (reader.revision() != before) {
                backOff.reset();
            }
            try {
                pause(why);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    void read() throws IOException {
        HttpsURLConnection opened = open();
        try {
            int status = opened.getResponseCode();
            if (status != HttpsURLConnection.HTTP_OK) {
                throw new IOException("the operator answers with status " + status);
            }
            boolean compressed = "gzip".equals(opened.getContentEncoding());
            try (InputStream in = opened.getInputStream();
                    InputStream lines = compressed ? new GZIPInputStream(in, BUFFER_BYTES) : in) {
                heard();
                reader.read(lines);
            }
        } finally {
            opened.disconnect();
        }
    }

    private HttpsURLConnection open() throws IOException {
        URL url = new URL("https://" + operator + "/api/v1/identity" + resumption());
        HttpsURLConnection opened = (HttpsURLConnection) url.openConnection(Proxy.NO_PROXY);
        opened.setSSLSocketFactory(OperatorTls.read(tlsFolder).getSocketFactory());
        opened.setHostnameVerifier((host, session) -> true); // NamedPeerTrust has compared the name that counts
        opened.setConnectTimeout(CONNECT_MILLIS);
        opened.setReadTimeout(READ_MILLIS);
        opened.setUseCaches(false);
        opened.setRequestProperty("Accept-Encoding", "gzip");
        return opened;
    }

    private String resumption() {
        return reader.stream() == null
                ? ""
                : "?stream=" + URLEncoder.encode(reader.stream(), StandardCharsets.UTF_8) + "&revision="
                        + reader.revision();
    }

    private void heard() {
        events.execute(() -> directory.onOperator(true));
        if (!complaint.isEmpty()) {
            LOG.info("The operator at " + operator + " is heard again.");
            complaint = "";
        }
    }

    private void pause(String why) throws InterruptedException {
        if (closing) {
            return;
        }
        if (!why.equals(complaint)) {
            LOG.warn("The operator at " + operator + " is not heard, peers stay as last known: " + why);
            complaint = why;
        }
        TimeUnit.MILLISECONDS.sleep(backOff.next());
    }

    /** No stream follows the present one. The thread is to be interrupted, too, and ends when the operator is silent at the latest. */
    @Override
    public void close() {
        closing = true;
    }
}
