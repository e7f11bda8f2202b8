package io.netwatch.agent.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.netwatch.api.watch.Stubs;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One watch: objects of a kind, each cut down on the watch's own thread and then handed over as a task. Goes on for ever, with
 * longer and longer pauses while the API server can't be reached; a history that is lost is made up for by a new list.
 *
 * @param <T> kind of the objects
 * @param <F> what is handed over of one
 */
final class Feed<T extends HasMetadata, F> implements ResourceEventHandler<T>, AutoCloseable {
    private final Function<T, F> trim;
    private final Consumer<F> present;
    private final Consumer<String> gone;
    private final Executor events;
    private final SharedIndexInformer<T> informer;
    private final AtomicInteger told = new AtomicInteger();

    /**
     * @param kind what to watch. Without pages: so the first list comes out of the API server's memory, and not of its disk
     * @param empty makes an object without anything in it
     * @param trim on a thread of the client
     * @param present takes what is kept of an object that is there, in a task
     * @param gone takes the uid of one that is not any more, in a task
     * @param events runs tasks in their order
     */
    Feed(
            Informable<T> kind,
            Supplier<T> empty,
            Function<T, F> trim,
            Consumer<F> present,
            Consumer<String> gone,
            Executor events) {
        this.trim = trim;
        this.present = present;
        this.gone = gone;
        this.events = events;
        this.informer = kind.runnableInformer(0);
        informer.itemStore(new Stubs<>(empty)).exceptionHandler((started, failure) -> true);
    }

    /** Begins; returns at once. */
    void start() {
        informer.addEventHandler(this);
        informer.start();
    }

    /** Whether the API server tells of changes just now. */
    boolean isWatching() {
        return informer.isWatching();
    }

    /** Whether all that was there at the start has been handed over. */
    boolean isComplete() {
        return informer.hasSynced()
                && told.get() >= informer.getStore().listKeys().size();
    }

    @Override
    public void onAdd(T object) {
        hand(object);
        told.incrementAndGet();
    }

    @Override
    public void onUpdate(T before, T object) {
        String uid = object.getMetadata().getUid();
        String uidBefore = before.getMetadata().getUid();
        if (!uid.equals(uidBefore)) { // deleted and made again, unseen
            events.execute(() -> gone.accept(uidBefore));
        }
        hand(object);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
        String uid = object.getMetadata().getUid();
        told.decrementAndGet();
        events.execute(() -> gone.accept(uid));
    }

    private void hand(T object) {
        F kept = trim.apply(object);
        events.execute(() -> present.accept(kept));
    }

    @Override
    public void close() {
        informer.close();
    }
}
