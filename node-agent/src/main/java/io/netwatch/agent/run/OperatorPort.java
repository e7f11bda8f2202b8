package io.netwatch.agent.run;

import io.netwatch.agent.config.ListenAddress;
import io.netwatch.agent.view.TlsFiles;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The port for the operator: the same routes as on loopback, over TLS, for clients whose certificate the authority in the
 * folder has signed. The files may change at any time, as the kubelet changes a mounted Secret: they are looked at now and
 * then, on a worker thread of Vert.x, and new connections go by what was found; files that don't fit together change
 * nothing.
 */
final class OperatorPort implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OperatorPort.class);
    private static final long LISTEN_SECONDS = 10;

    private final Vertx vertx;
    private final HttpServer server;
    private final Path folder;
    private final long timer;
    private TlsFiles files;
    private String complaint = "";

    private OperatorPort(Vertx vertx, HttpServer server, OperatorEndpoint endpoint, Duration look) {
        this.vertx = vertx;
        this.server = server;
        this.folder = endpoint.folder();
        this.files = endpoint.files();
        this.timer = vertx.setPeriodic(look.toMillis(), id -> vertx.executeBlocking(this::refresh));
    }

    /** Listens, and looks at the files once in so long. Throws when it can't listen. */
    static OperatorPort open(Vertx vertx, Handler<HttpServerRequest> routes, OperatorEndpoint endpoint, Duration look)
            throws IOException {
        ListenAddress listen = endpoint.listen();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(listen.address().getHostAddress())
                .setPort(listen.port())
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED);
        endpoint.files().apply(options.getSslOptions());
        HttpServer server = vertx.createHttpServer(options).requestHandler(routes);
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(LISTEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("can't listen on " + listen, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before it could listen on " + listen, e);
        }
        return new OperatorPort(vertx, server, endpoint, look);
    }

    int port() {
        return server.actualPort();
    }

    private synchronized Void refresh() {
        try {
            TlsFiles found = TlsFiles.read(folder, files);
            if (found != files) {
                files = found;
                SSLOptions options = new SSLOptions();
                found.apply(options);
                server.updateSSLOptions(options)
                        .onSuccess(done -> LOG.info("The certificate for the operator was renewed."))
                        .onFailure(e -> LOG.warn("The certificate for the operator can't be renewed: " + e));
            }
            complaint = "";
        } catch (IOException e) {
            complain(e.toString());
        }
        return null;
    }

    private void complain(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.warn("The certificate for the operator stays as it was: " + why);
        }
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        server.close();
    }
}
