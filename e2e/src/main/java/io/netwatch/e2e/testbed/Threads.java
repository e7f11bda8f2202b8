package io.netwatch.e2e.testbed;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Where threads of the testbed come from: none of them keeps the process alive. */
public final class Threads {
    private Threads() {}

    static void start(String name, Runnable task) {
        factory(name).newThread(task).start();
    }

    /** Jobs at their times, one after the other. */
    public static ScheduledExecutorService loop(String name) {
        return Executors.newSingleThreadScheduledExecutor(factory(name));
    }

    /** A thread that has not begun, such as the end of a process takes. */
    public static Thread named(String name, Runnable task) {
        return factory(name).newThread(task);
    }

    static ThreadFactory factory(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
