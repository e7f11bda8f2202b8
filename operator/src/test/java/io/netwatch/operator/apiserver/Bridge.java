package io.netwatch.operator.apiserver;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries messages from a server's WebSocket to a client's that may open later. What the server says, and that it closes, is kept
 * until then. Used on the proxy's event loop only.
 */
final class Bridge {
    private final HttpConnection clientConnection;
    private final WebSocket server;
    private final List<String> early = new ArrayList<>();
    private Optional<ServerWebSocket> client = Optional.empty();
    private boolean ended;

    Bridge(HttpConnection clientConnection, WebSocket server) {
        this.clientConnection = clientConnection;
        this.server = server;
        server.textMessageHandler(this::message);
        server.exceptionHandler(broken -> {});
        server.closeHandler(gone -> {
            ended = true;
            end();
        });
    }

    void open(ServerWebSocket socket) {
        client = Optional.of(socket);
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(gone -> server.close());
        early.forEach(socket::writeTextMessage);
        if (ended) {
            end();
        }
    }

    private void message(String text) {
        if (client.isEmpty()) {
            early.add(text);
        } else if (!client.get().isClosed()) {
            client.get().writeTextMessage(text);
        }
    }

    /** With a close frame if the server sent one. */
    private void end() {
        if (server.closeStatusCode() == null) {
            clientConnection.close();
        } else {
            client.filter(socket -> !socket.isClosed()).ifPresent(ServerWebSocket::close);
        }
    }
}
