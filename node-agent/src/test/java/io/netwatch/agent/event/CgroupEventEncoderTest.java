package io.netwatch.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.libbpf.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupEventEncoderTest {
    private final List<String> paths = new ArrayList<>();
    private final EventDecoder decoder = new EventDecoder(new EventHandler() {
        @Override
        public void onConnection(ConnectionEvent event) {
            throw new AssertionError("not a connection");
        }

        @Override
        public void onCgroup(CgroupEvent event) {
            assertThat(event.cgroup()).isEqualTo(7);
            assertThat(event.time()).isEqualTo(99);
            paths.add(event.path());
        }
    });

    private int encode(String path) {
        long record = NativeMemory.allocate(CgroupEventEncoder.BYTES_MAX);
        try {
            int length = new CgroupEventEncoder().encode(record, 7, 99, path);
            decoder.decode(record, length);
            return length;
        } finally {
            NativeMemory.free(record);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', /",
        "/kubepods/burstable/pod1/c1, /kubepods/burstable/pod1/c1",
        "a//b/, /a/b",
        "/höhle/猫, /höhle/猫",
        "/1/2/3/4/5/6/7/8/9, /2/3/4/5/6/7/8/9"
    })
    void writesWhatTheDecoderReads(String path, String read) {
        encode(path);

        assertThat(paths).containsExactly(read);
        assertThat(decoder.malformed()).isZero();
    }

    @Test
    void staysWithinItsBytesWhateverTheNames() {
        int length = encode(("/" + "x".repeat(300)).repeat(20));

        assertThat(length).isLessThanOrEqualTo(CgroupEventEncoder.BYTES_MAX);
        assertThat(paths).containsExactly(("/" + "x".repeat(255)).repeat(4));
    }
}
