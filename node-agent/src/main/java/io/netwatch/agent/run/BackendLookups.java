package io.netwatch.agent.run;

import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.kernel.Translations;
import io.netwatch.agent.track.Backends;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The thread {@code conntrack}: asks the kernel's connection tracking what is behind a Service's address, so that the thread of
 * events need not wait for it. A question that finds the queue full is not asked, and counted.
 */
final class BackendLookups implements Backends, AutoCloseable {
    private static final int QUEUE = 4096;

    private final BlockingQueue<Question> questions = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong notAsked = new AtomicLong();
    private final Thread thread = new Thread(this::run, "conntrack");
    private final Translations translations;
    private final Executor events;
    private final Answers answers;

    private record Question(long id, Endpoint client, Endpoint service) {}

    /** Takes answers; on the thread of events. */
    interface Answers {
        void onBackend(long id, Endpoint backend);
    }

    BackendLookups(Translations translations, Executor events, Answers answers) {
        this.translations = translations;
        this.events = events;
        this.answers = answers;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void ask(long id, Endpoint client, Endpoint service) {
        if (!questions.offer(new Question(id, client, service))) {
            notAsked.incrementAndGet();
        }
    }

    /** Questions that found the queue full. */
    long notAsked() {
        return notAsked.get();
    }

    private void run() {
        try {
            while (true) {
                Question question = questions.take();
                Endpoint backend = translations.find(question.client(), question.service());
                if (backend != null) {
                    events.execute(() -> answers.onBackend(question.id(), backend));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        translations.close();
    }
}
