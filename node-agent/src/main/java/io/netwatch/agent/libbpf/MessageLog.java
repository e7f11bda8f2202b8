package io.netwatch.agent.libbpf;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** libbpf's warnings, the verifier's log among them, kept until an operation has ended and its error is built. */
final class MessageLog {
    private static final int LEVEL_WARN = 0;
    private static final int MESSAGE_BYTES = 64 * 1024;
    private static final int KEPT_CHARACTERS = 256 * 1024;

    /** A static field, so that the native callback is never collected. */
    static final LibBpf.Print PRINT = MessageLog::print;

    private static final StringBuilder TEXT = new StringBuilder();

    private MessageLog() {}

    private static int print(int level, Pointer format, Pointer arguments) {
        if (level != LEVEL_WARN) {
            return 0;
        }
        Pointer buffer = Memory.allocateDirect(Native.runtime(), MESSAGE_BYTES);
        int length = Native.libc().vsnprintf(buffer, MESSAGE_BYTES, format, arguments);
        if (length > 0) {
            append(buffer.getString(0));
        }
        return 0;
    }

    private static synchronized void append(String message) {
        TEXT.append(message);
        if (TEXT.length() > KEPT_CHARACTERS) {
            TEXT.delete(0, TEXT.length() - KEPT_CHARACTERS);
        }
    }

    /** What was logged since the last call. */
    static synchronized String take() {
        String text = TEXT.toString();
        TEXT.setLength(0);
        return text;
    }
}
