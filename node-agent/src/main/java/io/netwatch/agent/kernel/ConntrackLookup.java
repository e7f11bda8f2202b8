package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.libbpf.NetfilterSocket;
import java.io.IOException;
import java.nio.file.Path;

/** Asks conntrack for one connection at a time, over netlink. */
final class ConntrackLookup implements Translations {
    /** An address of this-network (RFC 6890): no connection is between two of these. */
    private static final Endpoint NOBODY = new Endpoint(0, 0xffffL << 32, 1);

    private final NetfilterSocket socket;
    private int sequence;

    private ConntrackLookup(NetfilterSocket socket) {
        this.socket = socket;
    }

    /**
     * Fails where conntrack may not be asked, or is not there to be asked.
     *
     * @param namespace the file that stands for the network namespace in which connections are rewritten
     */
    static ConntrackLookup open(Path namespace) throws IOException {
        ConntrackLookup lookup = new ConntrackLookup(NetfilterSocket.open(namespace));
        int errno = ConntrackMessage.error(lookup.ask(NOBODY, NOBODY));
        if (errno != Errno.ENOENT) {
            lookup.close();
            throw new IOException("netlink answers " + Errno.name(errno));
        }
        return lookup;
    }

    @Override
    public Endpoint find(Endpoint client, Endpoint service) {
        try {
            return ConntrackMessage.replySource(ask(client, service), sequence);
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] ask(Endpoint client, Endpoint service) throws IOException {
        sequence++;
        return socket.ask(ConntrackMessage.get(client, service, sequence));
    }

    @Override
    public String how() {
        return "conntrack over netlink";
    }

    @Override
    public void close() {
        socket.close();
    }
}
