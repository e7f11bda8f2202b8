package io.netwatch.agent.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The secret that a caller on this machine must show: 32 random bytes in hexadecimal, in a file that only the agent's user
 * can read. It has no string form, so that it can't end up in a log. Immutable.
 */
public final class AccessToken {
    private static final int BYTES = 32;
    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final byte[] text;
    private final Path file;

    private AccessToken(String text, Path file) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
        this.file = file;
    }

    /**
     * The token of this folder, which is made if it isn't there. One that an agent has left there in good order is taken
     * over, so that two agents of one user go by the same.
     */
    public static AccessToken in(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        Path file = folder.resolve("token").toAbsolutePath();
        if (isOwnersAlone(file)) {
            String text = Files.readString(file).strip();
            if (TEXT.matcher(text).matches()) {
                return new AccessToken(text, file);
            }
        }
        return create(file);
    }

    /** Takes the same time whatever is wrong with the candidate, which may be null. */
    boolean matches(String candidate) {
        return candidate != null && MessageDigest.isEqual(text, candidate.getBytes(StandardCharsets.UTF_8));
    }

    public Path file() {
        return file;
    }

    private static AccessToken create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        String text = HexFormat.of().formatHex(secret);
        // under another name first: nobody ever reads half a token, and a link laid in the way is replaced, not
        // followed
        Path fresh = Files.createTempFile(
                file.getParent(), "token", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(fresh, text + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new AccessToken(text, file);
    }

    private static boolean isOwnersAlone(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // /proc/self belongs to whom this process runs as
        return attributes.permissions().equals(OWNER_ONLY)
                && attributes.owner().equals(Files.getOwner(Path.of("/proc/self")));
    }
}
