package io.netwatch.agent.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What this host is known by for ever, as the account pays for each that the cloud has seen: of a node its object's UID, of a machine
 * that is in no cluster one that is drawn once. Kept in a file, so that a node knows it before the operator tells. Safe for any thread.
 */
final class HostId {
    private static final Logger LOG = Logger.getLogger(HostId.class);
    private static final String NAME = "host-id";

    private final Path file;
    private volatile String id;

    private HostId(Path file, String id) {
        this.file = file;
        this.id = id;
    }

    /** Of a node: what the file says, if it says anything yet. */
    static HostId ofNode(Path folder) {
        return new HostId(folder.resolve(NAME), read(folder.resolve(NAME)));
    }

    /** Of a machine that is in no cluster. Throws when it can't be kept. */
    static HostId ofMachine(Path folder) throws IOException {
        HostId host = ofNode(folder);
        if (host.id == null) {
            host.write(UUID.randomUUID().toString());
        }
        return host;
    }

    /** Null while it is not known. */
    String get() {
        return id;
    }

    /** The operator tells of this node. */
    void learn(String uid) {
        if (uid != null && !uid.equals(id)) {
            try {
                write(uid);
            } catch (IOException e) {
                LOG.warnf(
                        "%s can't be kept (%s): until the operator is heard, a restarted agent sends nothing", file, e);
                id = uid;
            }
        }
    }

    private void write(String uid) throws IOException {
        Files.createDirectories(file.getParent());
        Path whole = file.resolveSibling(NAME + ".new");
        Files.writeString(whole, uid + "\n", StandardCharsets.US_ASCII);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        id = uid;
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return UUID.fromString(text).toString();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("%s has no host id in it: %s", file, e);
            return null;
        }
    }
}
