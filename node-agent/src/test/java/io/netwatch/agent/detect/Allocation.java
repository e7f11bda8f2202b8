package io.netwatch.agent.detect;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what a thread allocates. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Bytes that the work allocates on this thread, less what asking for it does. */
    static long of(Runnable work) {
        long id = Thread.currentThread().getId();
        THREADS.getThreadAllocatedBytes(id);
        long asking = THREADS.getThreadAllocatedBytes(id);
        asking = THREADS.getThreadAllocatedBytes(id) - asking;
        long before = THREADS.getThreadAllocatedBytes(id);
        work.run();
        return THREADS.getThreadAllocatedBytes(id) - before - asking;
    }
}
