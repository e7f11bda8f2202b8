package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.kernel.RecordingHandler.Recorded;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A source on a {@link FakeProc} with one process, and a clock that stands still unless told. */
final class ProcfsFixture implements AutoCloseable {
    static final int PID = 42;
    static final long NETNS = 4_026_531_840L;
    static final long START = 1_000;
    static final int INTERVAL = 10;
    static final int CAPACITY = 3;
    static final String OUT = FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", TcpState.ESTABLISHED, 7);
    static final List<Attachment.Refusal> REFUSED =
            List.of(new Attachment.Refusal("tp_btf", FailureReason.NO_BTF, "no BTF"));

    private final RecordingHandler handler = new RecordingHandler();
    private final FakeProc proc;
    private final ProcfsSource source;
    private long now = START;

    ProcfsFixture(Path folder) throws IOException, BpfException {
        proc = new FakeProc(folder);
        proc.process(PID, NETNS, "shop", "/kubepods/pod1");
        source = new ProcfsSource(
                proc.root(), new EventDecoder(handler), () -> now, Duration.ofNanos(INTERVAL), CAPACITY, REFUSED);
    }

    RecordingHandler handler() {
        return handler;
    }

    FakeProc proc() {
        return proc;
    }

    ProcfsSource source() {
        return source;
    }

    void pass(long nanos) {
        now += nanos;
    }

    /** Lets the interval pass. Returns what the poll then brings. */
    List<Recorded> poll() {
        pass(INTERVAL);
        source.drain(100);
        return handler.take();
    }

    Recorded pollOne() {
        List<Recorded> events = poll();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @Override
    public void close() {
        source.close();
    }
}
