package io.netwatch.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.libbpf.NativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsEventEncoderTest {
    private final long memory = NativeMemory.allocate(DnsEventEncoder.BYTES_MAX);
    private final List<byte[]> messages = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final EventDecoder decoder = new EventDecoder(new EventHandler() {
        @Override
        public void onConnection(ConnectionEvent event) {
            throw new AssertionError("not a connection");
        }

        @Override
        public void onCgroup(CgroupEvent event) {
            throw new AssertionError("not a cgroup");
        }

        @Override
        public void onDns(DnsEvent e) {
            byte[] message = new byte[DnsEvent.MESSAGE_MAX];
            int length = e.copyMessage(message);
            messages.add(Arrays.copyOf(message, length));
            told.add(e.isTcp() + " " + e.direction() + " " + e.family() + " " + e.local() + " " + e.peer() + " "
                    + e.time() + " " + e.cgroup() + " " + e.sequence() + " " + e.length());
        }
    });

    @AfterEach
    void free() {
        NativeMemory.free(memory);
    }

    @Test
    void writesWhatTheDecoderReads() {
        int length = new DnsEventEncoder()
                .begin(memory, DnsEvent.TCP, Direction.OUTBOUND)
                .source(7, 99)
                .ends(new Endpoint(0x20010db8L << 32, 1, 4000), new Endpoint(0x20010db8L << 32, 2, 53))
                .sequence(-5)
                .message(new byte[] {1, 2, 3});

        decoder.decode(memory, length);

        assertThat(told).containsExactly("true OUTBOUND 10 [2001:db8::1]:4000 [2001:db8::2]:53 99 7 -5 3");
        assertThat(messages.get(0)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 184, 185, 1232, 1233, 60_000})
    void keepsOfAPayloadWhatThereIsRoomFor(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 5);

        int bytes = new DnsEventEncoder()
                .begin(memory, DnsEvent.UDP, Direction.INBOUND)
                .ends(new Endpoint(0, 0xffff0a000001L, 4000), new Endpoint(0, 0xffff0a000002L, 53))
                .message(payload);
        decoder.decode(memory, bytes);

        assertThat(bytes).isLessThanOrEqualTo(DnsEventEncoder.BYTES_MAX);
        assertThat(told).containsExactly("false INBOUND 2 10.0.0.1:4000 10.0.0.2:53 0 0 0 " + length);
        assertThat(messages.get(0)).hasSize(Math.min(length, DnsEvent.MESSAGE_MAX));
    }
}
