package io.netwatch.e2e.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Leads connections from one network namespace into another without a link between them: the listening socket is made in the one,
 * those to the other side in the other. Two threads a connection. Closing ends them all.
 */
public final class Relay implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int BACKLOG = 64;
    private static final int BUFFER = 16 << 10;

    private final ServerSocket listener;
    private final Callable<Socket> dial;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocket listener, Callable<Socket> dial) {
        this.listener = listener;
        this.dial = dial;
        Threads.start("relay-" + listener.getLocalPort(), this::accept);
    }

    /** From an address in a namespace to a port of this machine's loopback. */
    static Relay into(NetNamespace from, String address, int port, int loopbackPort) {
        ServerSocket listener = from.call(() -> listen(address, port));
        return new Relay(listener, () -> connect(loopbackPort));
    }

    /** From the same port of this machine's loopback, or any that is free, to a port of the loopback of a namespace. */
    static Relay outOf(Supplier<NetNamespace> to, int loopbackPort) {
        return new Relay(loopback(loopbackPort), () -> to.get().call(() -> connect(loopbackPort)));
    }

    private static ServerSocket loopback(int preferred) {
        try {
            return listen(LOOPBACK, preferred);
        } catch (BindException e) {
            return loopback(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), BACKLOG);
        return socket;
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                lead(listener.accept());
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void lead(Socket client) {
        open.add(client);
        try {
            Socket server = dial.call();
            open.add(server);
            Threads.start("relay-to", () -> pump(client, server));
            Threads.start("relay-back", () -> pump(server, client));
        } catch (Exception e) {
            end(client); // nobody there: as a server that has gone
        }
        if (listener.isClosed()) {
            close();
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // one side has gone, so goes the other
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // it is closed all the same
        }
        open.forEach(this::end);
    }
}
