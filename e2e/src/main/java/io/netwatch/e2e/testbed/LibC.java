package io.netwatch.e2e.testbed;

import java.nio.file.Path;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library's functions that move a thread to another network namespace, setns(2). */
final class LibC {
    /** {@code fcntl.h} */
    private static final int O_RDONLY = 0;

    /** {@code sched.h} */
    private static final int CLONE_NEWNET = 0x40000000;

    private static final Calls CALLS = LibraryLoader.create(Calls.class).load("c");

    /** Public, as jnr-ffi implements it at run time. */
    public interface Calls {
        int open(String path, int flags);

        int setns(int namespace, int type);

        int close(int descriptor);
    }

    private LibC() {}

    /** The calling thread, and no other, is in that namespace from here on. */
    static void joinNetNamespace(Path file) {
        int descriptor = checked("open " + file, CALLS.open(file.toString(), O_RDONLY));
        checked("setns " + file, CALLS.setns(descriptor, CLONE_NEWNET));
        checked("close", CALLS.close(descriptor));
    }

    private static int checked(String operation, int result) {
        if (result < 0) {
            int errno = LastError.getLastError(Runtime.getRuntime(CALLS));
            throw new IllegalStateException(operation + ": errno " + errno);
        }
        return result;
    }
}
