package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventKind;
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
        live.source().maps().setVerdict(cgroup.id(), Verdict.sample(10));

        traffic.makePairs("127.0.0.1", 1000);

        List<Seen> told = live.seen(e -> e.cgroup() == cgroup.id());
        long connects =
                told.stream().filter(e -> e.kind() == EventKind.CONNECT_V4).count();
        long closes = told.stream().filter(e -> e.kind() == EventKind.CLOSE).count();
        long accepts = told.stream().filter(e -> e.kind() == EventKind.ACCEPT).count();
        assertThat(connects).as("about one in ten").isBetween(50L, 170L);
        assertThat(closes).as("each that was told is told to its end").isEqualTo(connects + accepts);
        assertThat(told.size() + counters().sampled()).isEqualTo(4000);
        long counted = live.source().maps().totals().stream()
                .filter(t -> t.cgroup() == cgroup.id())
                .mapToLong(Totals::events)
                .sum();
        assertThat(told.size() + counted).isEqualTo(4000);
    }

    private CgroupCounters counters() {
        return live.source().maps().cgroups().stream()
                .filter(c -> c.cgroup() == cgroup.id())
                .findFirst()
                .orElseThrow();
    }
}
