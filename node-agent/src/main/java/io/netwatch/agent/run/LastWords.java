package io.netwatch.agent.run;

import io.netwatch.api.node.ExitReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where an agent that can't run says why: standard error, and the file from which Kubernetes takes a message. */
final class LastWords {
    static final String FLAG = "--termination-log";
    /** Kubernetes, terminationMessagePath: what is longer is cut. */
    private static final int MAX_BYTES = 4096;

    private final PrintWriter errors;
    private final Optional<Path> file;

    private LastWords(PrintWriter errors, Optional<Path> file) {
        this.errors = errors;
        this.file = file;
    }

    /** Finds the file among the arguments itself, so that a wrong one among them can be told there too. */
    static LastWords of(PrintWriter errors, String... args) {
        Optional<Path> file = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(FLAG + "=")) {
                file = Optional.of(Path.of(args[i].substring(FLAG.length() + 1)));
            } else if (args[i].equals(FLAG) && i + 1 < args.length) {
                file = Optional.of(Path.of(args[i + 1]));
            }
        }
        return new LastWords(errors, file);
    }

    PrintWriter errors() {
        return errors;
    }

    /** Says the sentence, and returns the process's exit code. */
    int refuse(ExitReason reason, String sentence) {
        errors.println("netwatch agent: " + sentence);
        file.ifPresent(path -> write(path, sentence));
        errors.flush();
        return reason.code();
    }

    private void write(Path path, String sentence) {
        try {
            Files.write(path, bytes(sentence));
        } catch (IOException e) {
            errors.println("netwatch agent: can't write " + path + " (" + e + "); see " + FLAG);
        }
    }

    /** In UTF-8, as many whole characters as there is room for. */
    private static byte[] bytes(String sentence) {
        ByteBuffer room = ByteBuffer.allocate(MAX_BYTES);
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
        utf8.encode(CharBuffer.wrap(sentence), room, true);
        byte[] written = new byte[room.flip().remaining()];
        room.get(written);
        return written;
    }
}
