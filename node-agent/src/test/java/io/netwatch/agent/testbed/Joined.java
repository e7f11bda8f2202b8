package io.netwatch.agent.testbed;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jnr.ffi.LibraryLoader;

/** Code of the test's own that runs in a namespace. What it opens there stays there. */
public final class Joined {
    // include/uapi/linux/sched.h, include/uapi/asm-generic/fcntl.h
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int CLOEXEC = 02000000;

    /** The functions used of the C library; public because jnr-ffi implements it in a class loader of its own. */
    public interface Libc {
        int open(String path, int flags);

        int setns(int descriptor, int type);

        int close(int descriptor);
    }

    private Joined() {}

    /** Runs it in a thread that joins the namespace, and ends. */
    public static <T> T run(Namespace namespace, Callable<T> code) {
        FutureTask<T> task = new FutureTask<>(() -> {
            join(namespace);
            return code.call();
        });
        new Thread(task, "joined").start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void join(Namespace namespace) {
        Libc libc = LibraryLoader.create(Libc.class).load("libc.so.6");
        int descriptor = libc.open("/run/netns/" + namespace.name(), CLOEXEC);
        int joined = libc.setns(descriptor, CLONE_NEWNET);
        libc.close(descriptor);
        if (joined != 0) {
            throw new IllegalStateException("can't join " + namespace.name());
        }
    }
}
