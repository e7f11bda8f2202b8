package io.netwatch.agent.track;

import io.netwatch.agent.event.BootClock;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;

/**
 * Holds changes back whose ends are not named yet, for at most five seconds: a pod's first connection may come before the API
 * server has told of the pod. The changes of one connection stay in order. Used by the thread of events.
 */
public final class WaitingRoom {
    private static final long WAIT_NANOS = 5_000_000_000L;
    private static final int CAPACITY = 8192;

    private final ConnectionTable table;
    private final BootClock clock;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Long2LongHashMap waitingById = new Long2LongHashMap(0);

    private record Waiting(ConnectionChange change, long until) {}

    public WaitingRoom(ConnectionTable table, BootClock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Passes a change on, at once if nothing is to be waited for. */
    public void pass(ConnectionChange change, Consumer<ConnectionChange> next) {
        long id = change.connection().id();
        if (waitingById.get(id) == 0 && table.isNamed(id)) {
            next.accept(change);
            return;
        }
        if (waiting.size() == CAPACITY) {
            leave(waiting.remove(), next);
        }
        waiting.add(new Waiting(change, clock.bootNanos() + WAIT_NANOS));
        waitingById.put(id, waitingById.get(id) + 1);
    }

    /** Passes on what is named by now, or has waited for long enough. */
    public void release(Consumer<ConnectionChange> next) {
        long now = clock.bootNanos();
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (one.until() <= now || table.isNamed(one.change().connection().id())) {
                each.remove();
                leave(one, next);
            }
        }
    }

    private void leave(Waiting one, Consumer<ConnectionChange> next) {
        Connection then = one.change().connection();
        long left = waitingById.get(then.id()) - 1;
        if (left == 0) {
            waitingById.remove(then.id());
        } else {
            waitingById.put(then.id(), left);
        }
        Connection now = table.find(then.id());
        next.accept(
                now == null
                        ? one.change()
                        : new ConnectionChange(one.change().kind(), then.with(now.localParty(), now.peerParty())));
    }
}
