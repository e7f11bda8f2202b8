package io.netwatch.agent.run;

import jnr.ffi.LibraryLoader;
import jnr.ffi.types.size_t;

/**
 * The heap of the C library, which keeps what was freed: after a start some 20 MiB, of the kernel's type information that
 * loading a BPF object reads, of opened jars and of the Java compiler. The thread {@code native-heap} asks it back, once
 * the start is over and then now and then.
 */
final class NativeHeap {
    private static final long START_MILLIS = 5_000;
    private static final long INTERVAL_MILLIS = 60_000;

    private NativeHeap() {}

    /** Begins; never ends before the process. */
    static void keepSmall() {
        Thread thread = new Thread(NativeHeap::repeat, "native-heap");
        thread.setDaemon(true);
        thread.start();
    }

    private static void repeat() {
        try {
            Malloc libc = LibraryLoader.create(Malloc.class).load("c");
            Thread.sleep(START_MILLIS);
            while (!Thread.interrupted()) {
                libc.malloc_trim(0);
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UnsatisfiedLinkError e) {
            // a C library other than glibc: nothing to do
        }
    }

    /** The one function that this needs; public because the binding's generated code must see it. */
    public interface Malloc {
        int malloc_trim(@size_t long keepBytes);
    }
}
