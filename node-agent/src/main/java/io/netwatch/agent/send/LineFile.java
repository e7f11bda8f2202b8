package io.netwatch.agent.send;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of lines for nobody else's eyes, and its predecessors: {@code name.ndjson} is written, {@code name.1.ndjson} is the one before.
 * Holds whole lines only: what a killed writer left of one is removed by the next. Is opened for each line, so it may be moved away.
 */
final class LineFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int BLOCK = 8 * 1024;
    private static final int WRITE = 32 * 1024;

    private final Path folder;
    private final String name;
    private final long maxBytes;
    private final int files;

    /**
     * @param maxBytes after which a file gets no further line
     * @param files in all, of which the oldest goes
     */
    LineFile(Path folder, String name, long maxBytes, int files) {
        this.folder = folder;
        this.name = name;
        this.maxBytes = maxBytes;
        this.files = files;
    }

    /** What writes a line, without its end, a little at a time. */
    interface Line {
        void writeTo(Begin begin) throws IOException;
    }

    /** Begins the line. */
    interface Begin {
        /** Where it goes; asked again, what was written of it is void. */
        OutputStream begin() throws IOException;
    }

    /** All of a line, with its end, or nothing: then throws. */
    void append(Line line) throws IOException {
        Path file = file(0);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is no file");
            }
            if (Files.size(file) >= maxBytes) {
                rotate();
            }
        }
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                OWN)) {
            write(channel, endOfLines(channel), line);
        }
    }

    private static void write(SeekableByteChannel channel, long end, Line line) throws IOException {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), WRITE);
        try {
            line.writeTo(() -> {
                out.flush();
                channel.truncate(end).position(end);
                return out;
            });
            out.write('\n');
            out.flush();
        } catch (IOException | RuntimeException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** Behind the last line that is whole. */
    private static long endOfLines(SeekableByteChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long end = channel.size();
        while (end > 0) {
            long begin = Math.max(0, end - BLOCK);
            block.clear().limit((int) (end - begin));
            channel.position(begin);
            while (block.hasRemaining() && channel.read(block) >= 0) {
                // on
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return begin + i + 1;
                }
            }
            end = begin;
        }
        return 0;
    }

    private void rotate() throws IOException {
        for (int age = files - 1; age > 0; age--) {
            if (Files.exists(file(age - 1), LinkOption.NOFOLLOW_LINKS)) {
                Files.move(
                        file(age - 1), file(age), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path file(int age) {
        return folder.resolve(age == 0 ? name + ".ndjson" : name + "." + age + ".ndjson");
    }
}
