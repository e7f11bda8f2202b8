package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.netwatch.agent.event.Btf;
import io.netwatch.bpf.BpfObjectFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The compiled object's own idea of what its maps hold, against the Java side's. */
class MapLayoutTest {
    private final Btf btf = Btf.of(BpfObjectFile.read());

    MapLayoutTest() throws IOException {}

    @Test
    void lossesAreLaidOutAsCompiled() {
        assertThat(btf.struct("losses").bytes()).isEqualTo(Losses.BYTES);
        assertThat(btf.struct("losses").offsets())
                .containsExactly(
                        entry("ring_full", Losses.RING_FULL),
                        entry("throttled", Losses.THROTTLED),
                        entry("sampled", Losses.SAMPLED),
                        entry("ignored", Losses.IGNORED),
                        entry("limited", Losses.LIMITED),
                        entry("sockets_full", Losses.SOCKETS_FULL),
                        entry("listeners_full", Losses.LISTENERS_FULL),
                        entry("cgroups_full", Losses.CGROUPS_FULL),
                        entry("totals_full", Losses.TOTALS_FULL),
                        entry("names_deferred", Losses.NAMES_DEFERRED),
                        entry("dns_crowded", Losses.DNS_CROWDED),
                        entry("dns_limited", Losses.DNS_LIMITED));
    }

    @Test
    void statesAreLaidOutAsCompiled() {
        assertThat(btf.struct("states").bytes()).isEqualTo(SocketStates.BYTES);
        assertThat(btf.struct("states").offsets())
                .containsExactly(
                        entry("established", SocketStates.ESTABLISHED), entry("close_wait", SocketStates.CLOSE_WAIT));
    }

    @Test
    void cgroupCountersAreLaidOutAsCompiled() {
        assertThat(btf.struct("cgroup_value").offsets())
                .containsExactly(
                        entry("ring_full", CgroupCounters.RING_FULL),
                        entry("throttled", CgroupCounters.THROTTLED),
                        entry("sampled", CgroupCounters.SAMPLED),
                        entry("ignored", CgroupCounters.IGNORED),
                        entry("limited", CgroupCounters.LIMITED),
                        entry("crowded", 40),
                        entry("second", 48),
                        entry("spent", 56),
                        entry("told", 60),
                        entry("announced", 64),
                        entry("dns_told", 68),
                        entry("dns_second", 72),
                        entry("dns_lost", CgroupCounters.DNS_LOST));
    }

    @Test
    void totalsAreLaidOutAsCompiled() {
        assertThat(btf.struct("totals_key").bytes()).isEqualTo(Totals.KEY_BYTES);
        assertThat(btf.struct("totals_key").offsets())
                .containsExactly(
                        entry("cgroup", Totals.CGROUP),
                        entry("peer", Totals.PEER),
                        entry("port", Totals.PORT),
                        entry("kind", Totals.KIND),
                        entry("direction", Totals.DIRECTION),
                        entry("error", Totals.ERROR),
                        entry("reserved", 30));
        assertThat(btf.struct("totals_value").offsets())
                .containsExactly(entry("events", Totals.EVENTS), entry("rx", Totals.RX), entry("tx", Totals.TX));
    }

    @Test
    void verdictsAreLaidOutAsCompiled() {
        assertThat(btf.struct("verdict_value").offsets())
                .containsExactly(
                        entry("verdict", Verdict.CHOICE),
                        entry("share", Verdict.SHARE),
                        entry("directions", Verdict.DIRECTIONS),
                        entry("per_second", Verdict.PER_SECOND));
    }

    @Test
    void readingsAreLaidOutAsCompiled() {
        assertThat(btf.struct("reading").bytes()).isEqualTo(OpenConnections.BYTES);
        assertThat(btf.struct("reading").offsets())
                .containsExactly(entry("socket", OpenConnections.SOCKET), entry("event", OpenConnections.EVENT));
        assertThat(btf.struct("socket_value").bytes()).isEqualTo(OpenConnections.SOCKET_VALUE_BYTES);
    }

    @Test
    void settingsAreLaidOutAsCompiled() {
        assertThat(btf.struct("settings").offsets())
                .containsExactly(
                        entry("ring_bytes", Settings.RING_BYTES),
                        entry("wakeup_bytes", Settings.WAKEUP_BYTES),
                        entry("share_events", Settings.SHARE_EVENTS),
                        entry("cgroup_v1", Settings.CGROUP_V1),
                        entry("sys_exit_hook", Settings.SYS_EXIT_HOOK),
                        entry("reserved", 28));
        assertThat(btf.struct("shared").offsets())
                .containsExactly(
                        entry("reader_sleeps", KernelSource.READER_SLEEPS),
                        entry("has_verdicts", KernelSource.HAS_VERDICTS),
                        entry("time_wait", KernelSource.TIME_WAIT));
    }
}
