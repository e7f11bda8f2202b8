package io.netwatch.agent.kernel;

import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Copies every event, so that a test can look at them afterwards. */
final class RecordingHandler implements EventHandler {
    private final List<Recorded> events = new ArrayList<>();
    private final List<String> order = new ArrayList<>();

    record Recorded(
            EventKind kind,
            TcpState state,
            Direction direction,
            int flags,
            int error,
            Endpoint local,
            Endpoint peer,
            long netns,
            long time,
            long id,
            long opened,
            long cgroup,
            int tgid,
            int pid,
            int uid,
            String comm) {
        /** Kind, direction and both ends. */
        String gist() {
            return kind + " " + direction + " " + local + " " + peer;
        }
    }

    @Override
    public void onConnection(ConnectionEvent e) {
        Recorded event = new Recorded(
                e.kind(),
                e.tcpState(),
                e.direction(),
                e.flags(),
                e.error(),
                e.local(),
                e.peer(),
                e.netns(),
                e.time(),
                e.id(),
                e.opened(),
                e.cgroup(),
                e.tgid(),
                e.pid(),
                e.uid(),
                e.comm());
        events.add(event);
        order.add(event.gist());
    }

    @Override
    public void onCgroup(CgroupEvent event) {
        order.add("CGROUP " + event.cgroup() + " " + event.path());
    }

    /** The events since the last call. */
    List<Recorded> take() {
        return take(event -> true);
    }

    /** Those of the events since the last call. */
    List<Recorded> take(Predicate<Recorded> filter) {
        List<Recorded> taken = events.stream().filter(filter).toList();
        events.clear();
        order.clear();
        return taken;
    }

    /** Gists of the events since the last {@link #take}, and names of cgroups. */
    List<String> order() {
        return List.copyOf(order);
    }
}
