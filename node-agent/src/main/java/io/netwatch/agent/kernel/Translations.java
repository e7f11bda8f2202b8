package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an address and port that a client connected to became: kube-proxy has the kernel rewrite a Service's into one of a pod, and
 * the kernel keeps account of it (conntrack), in the network namespace in which it was rewritten. May block: for a thread of its own,
 * and just one.
 */
public interface Translations extends AutoCloseable {
    /**
     * The endpoint that answers a client's connection to a Service: {@code service} itself when it was not rewritten.
     *
     * @return null when the kernel does not know the connection, or not any more, or cannot be asked
     */
    Endpoint find(Endpoint client, Endpoint service);

    /** Where this is known from, or in one sentence why it is not. */
    String how();

    @Override
    void close();

    /**
     * Asks the kernel for each connection where it may (CAP_NET_ADMIN, and CAP_SYS_ADMIN in another namespace than the node's); else
     * reads the whole table now and then; else knows nothing.
     *
     * @param proc the folder {@code /proc}; its process 1 is in the node's namespace
     */
    static Translations open(Path proc) {
        String refused;
        try {
            return ConntrackLookup.open(proc.resolve("1/ns/net"));
        } catch (IOException e) {
            refused = e.getMessage();
        }
        Path table = proc.resolve("1/net/nf_conntrack");
        return Files.isReadable(table) ? new ConntrackTable(table) : new NoTranslations(refused, table);
    }
}
