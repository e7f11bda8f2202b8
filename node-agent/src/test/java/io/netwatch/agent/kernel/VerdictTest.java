package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Seen;
import io.netwatch.agent.testbed.Traffic;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresKernelEvents
class VerdictTest {
    private LiveSource live;
    private Namespace namespace;
    private Cgroup cgroup;
    private Traffic traffic;

    @BeforeEach
    void start() throws Exception {
        live = LiveSource.open();
        namespace = Namespace.create();
        cgroup = Cgroup.create();
        traffic = Traffic.start(namespace, cgroup);
    }

    @AfterEach
    void stop() {
        traffic.close();
        cgroup.close();
        namespace.close();
        live.close();
    }

    @Test
    void anIgnoredCgroupIsCountedAndNotTold() throws Exception {
        live.source().maps().setVerdict(cgroup.id(), Verdict.IGNORE);

        traffic.makePairs("127.0.0.1", 7);
        traffic.ask("connect 127.0.0.1 1");

        assertThat(live.seen(e -> e.cgroup() == cgroup.id())).isEmpty();
        assertThat(counters().ignored())
                .as("connections: 7 from each end, and a refused one")
                .isEqualTo(15);
        assertThat(live.source().maps().totals()).noneMatch(t -> t.cgroup() == cgroup.id());
    }

    @Test
    void aVerdictThatIsTakenBackMeansWatch() throws Exception {
        live.source().maps().setVerdict(cgroup.id(), Verdict.IGNORE);
        live.source().maps().removeVerdict(cgroup.id());

        traffic.makePairs("127.0.0.1", 1);

        assertThat(live.await(4, e -> e.cgroup() == cgroup.id())).hasSize(4);
    }

    @Test
    void aSampleTellsSomeConnectionsWholeAndCountsAll() throws Exception {
        live.source().maps().setVerdict(cgroup.id(), Verdict.sample(1000));

        traffic.makePairs("127.0.0.1", 1000);

        List<Seen> told = live.seen(e -> e.cgroup() == cgroup.id());
        long connects =
                told.stream().filter(e -> e.kind() == EventKind.CONNECT_V4).count();
        long closes = told.stream().filter(e -> e.kind() == EventKind.CLOSE).count();
        long accepts = told.stream().filter(e -> e.kind() == EventKind.ACCEPT).count();
        assertThat(connects).as("about one in ten").isBetween(50L, 170L);
        assertThat(closes).as("each that was told is told to its end").isEqualTo(connects + accepts);
        assertThat(told.size() + counters().sampled()).isEqualTo(4000);
        assertThat(told.size() + counted()).isEqualTo(4000);
    }

    @Test
    void anOpenConnectionFollowsTheVerdictOfItsCgroup() throws Exception {
        connect();
        live.await(2, e -> e.cgroup() == cgroup.id());

        live.source().maps().setVerdict(cgroup.id(), Verdict.IGNORE);
        live.source().readOpen();
        disconnect();

        assertThat(live.seen(e -> e.cgroup() == cgroup.id()))
                .extracting(Seen::kind)
                .containsExactlyInAnyOrder(EventKind.CONNECT_V4, EventKind.ACCEPT);
        assertThat(counters().ignored()).as("both ends").isEqualTo(2);
    }

    @Test
    void connectionsThatBeganWhileIgnoredAreFoundWithTheirOwnersOnceWatched() throws Exception {
        live.source().maps().setVerdict(cgroup.id(), Verdict.IGNORE);
        connect();
        live.source().findOpen();
        assertThat(live.seen(e -> e.cgroup() == cgroup.id())).isEmpty();
        long ignored = counters().ignored();

        live.source().maps().removeVerdict(cgroup.id());
        live.source().findOpen();
        live.source().findOpen();

        List<Seen> found = live.await(2, e -> e.cgroup() == cgroup.id());
        assertThat(found).hasSize(2).allSatisfy(e -> {
            assertThat(e.kind()).isEqualTo(EventKind.OPEN);
            assertThat(e.flags() & ConnectionEvent.FLAG_PREEXISTING).isNotZero();
            assertThat(e.tgid()).isEqualTo(traffic.pid());
        });
        disconnect();
        assertThat(live.await(2, e -> e.kind() == EventKind.CLOSE && e.tgid() == traffic.pid()))
                .extracting(Seen::id)
                .containsExactlyInAnyOrderElementsOf(
                        found.stream().map(Seen::id).toList());
        assertThat(counters().ignored()).as("counted once").isEqualTo(ignored).isEqualTo(2);
    }

    @Test
    void aConnectionThatBeganWhileIgnoredTellsItsEndOnceWatched() throws Exception {
        live.source().maps().setVerdict(cgroup.id(), Verdict.IGNORE);
        connect();
        live.source().maps().removeVerdict(cgroup.id());

        disconnect();

        assertThat(live.await(2, e -> e.cgroup() == cgroup.id())).hasSize(2).allSatisfy(e -> {
            assertThat(e.kind()).isEqualTo(EventKind.CLOSE);
            assertThat(e.tgid()).as("not known any more").isZero();
        });
    }

    @Test
    void onlyDirectionsThatAreWantedAreTold() throws Exception {
        for (Direction wanted : List.of(Direction.OUTBOUND, Direction.INBOUND)) {
            long before = counters().ignored();
            int told = live.seen(e -> e.cgroup() == cgroup.id()).size();
            live.source()
                    .maps()
                    .setVerdict(
                            cgroup.id(),
                            new Verdict(Verdict.Choice.WATCH, Verdict.SHARE_ALL, Verdict.direction(wanted), 0));

            traffic.makePairs("127.0.0.1", 20);

            List<Seen> seen = live.seen(e -> e.cgroup() == cgroup.id());
            assertThat(seen.subList(told, seen.size())).hasSize(40).allMatch(e -> e.direction() == wanted);
            assertThat(counters().ignored() - before).isEqualTo(20);
        }
    }

    @Test
    void eventsBeyondTheLimitOfASecondAreInTheTotals() throws Exception {
        int perSecond = 50;
        int events = 4000;
        live.source()
                .maps()
                .setVerdict(
                        cgroup.id(),
                        new Verdict(Verdict.Choice.WATCH, Verdict.SHARE_ALL, Verdict.DIRECTIONS_ALL, perSecond));

        traffic.makePairs("127.0.0.1", events / 4);

        List<Seen> told = live.seen(e -> e.cgroup() == cgroup.id());
        long last = told.get(told.size() - 1).time();
        long seconds = 1 + (last - told.get(0).time()) / 1_000_000_000;
        assertThat(told.size()).isBetween(perSecond, (int) (perSecond * seconds * 11 / 10));
        assertThat(counters().limited()).isPositive();
        assertThat(told.size() + counters().limited()).isEqualTo(events);
        assertThat(told.size() + counted()).isEqualTo(events);
        assertThat(live.source().counts().limited()).isEqualTo(counters().limited());
    }

    @Test
    void aShareOfNothingLeavesTotalsAloneAtOnce() throws Exception {
        connect();
        live.await(2, e -> e.cgroup() == cgroup.id());

        live.source().maps().setVerdict(cgroup.id(), Verdict.sample(0));
        live.source().readOpen();
        disconnect();

        assertThat(live.seen(e -> e.cgroup() == cgroup.id())).hasSize(2);
        assertThat(counters().sampled()).as("both ends").isEqualTo(2);
        assertThat(counted()).isEqualTo(2);
    }

    @Test
    void verdictsOfCgroupsThatAreGoneAreSwept() throws Exception {
        KernelMaps maps = live.source().maps();
        maps.setVerdict(cgroup.id(), Verdict.IGNORE);
        maps.setVerdict(Long.MAX_VALUE, Verdict.IGNORE);

        assertThat(maps.sweepVerdicts(id -> id != Long.MAX_VALUE)).isEqualTo(1);

        traffic.makePairs("127.0.0.1", 1);
        assertThat(live.seen(e -> e.cgroup() == cgroup.id())).isEmpty();
    }

    @Test
    void aVerdictWithoutRoomFails() throws Exception {
        KernelMaps maps = live.source().maps();
        for (int i = 1; i <= KernelMaps.VERDICTS; i++) {
            maps.setVerdict(i, Verdict.IGNORE);
        }

        assertThatThrownBy(() -> maps.setVerdict(cgroup.id(), Verdict.IGNORE))
                .isInstanceOf(BpfException.class)
                .hasMessage("Could not write to BPF map verdicts: E2BIG.");
    }

    private void connect() {
        traffic.ask("connect 127.0.0.1 " + traffic.askNumber("listen 127.0.0.1"));
        traffic.ask("accept");
    }

    private void disconnect() {
        traffic.ask("close client");
        traffic.ask("close server");
        traffic.awaitEnds();
    }

    private long counted() {
        return live.source().maps().totals().stream()
                .filter(t -> t.cgroup() == cgroup.id())
                .mapToLong(Totals::events)
                .sum();
    }

    private CgroupCounters counters() {
        return live.source().maps().cgroups().stream()
                .filter(c -> c.cgroup() == cgroup.id())
                .findFirst()
                .orElse(new CgroupCounters(cgroup.id(), 0, 0, 0, 0, 0, 0));
    }
}
