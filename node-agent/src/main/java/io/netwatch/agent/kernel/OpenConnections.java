package io.netwatch.agent.kernel;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.BpfMap;
import io.netwatch.agent.libbpf.BpfObject;
import io.netwatch.agent.libbpf.BpfProgram;
import io.netwatch.agent.libbpf.FailureReason;
import io.netwatch.agent.libbpf.MemoryMapping;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Reads open connections anew: walks the keys of map {@code sockets}, asks about them in map {@code readings}, a batch at
 * a time, has the program {@code open_connections} answer, and decodes the answers where they lie. Used by one thread;
 * allocates nothing per connection.
 *
 * <p>Keys are taken one by one because that holds up nobody: reading them in bulk takes the map's locks and keeps kprobe
 * programs from running on this CPU meanwhile (bpf_disable_instrumentation in kernel/bpf/hashtab.c).
 */
final class OpenConnections implements AutoCloseable {
    // struct reading of event.h
    static final int SOCKET = 0;
    static final int EVENT = 8;
    static final int BYTES = EVENT + ConnectionEvent.BYTES;
    /** Entries of map {@code readings}. */
    static final int BATCH = 128;

    private static final int KEY_BYTES = 8;

    /** A walk whose key is gone begins again; one that has come past this many times the map's size does not end. */
    private static final int MAX_ROUNDS = 8;

    private final EventDecoder decoder;
    private final BpfMap sockets;
    private final BpfProgram program;
    private final MemoryMapping readings;
    private final long maxKeys;
    private final long key = NativeMemory.allocate(KEY_BYTES);

    /** {@code connections} is the size of map {@code sockets}. Fails where the kernel does not run the program. */
    OpenConnections(BpfObject object, int connections, EventDecoder decoder) throws BpfException {
        this.decoder = decoder;
        this.sockets = object.map("sockets");
        this.program = object.program(ProgramSet.OPEN_CONNECTIONS);
        program.run(); // nothing is asked yet
        this.readings = object.mapping("readings", BYTES * BATCH);
        this.maxKeys = (long) MAX_ROUNDS * connections;
    }

    /**
     * Tells each remembered connection as an event of kind OPEN; those that come meanwhile may be left out. After each batch {@code
     * between} is run, so that a long reading holds nothing else up.
     */
    void read(Runnable between) throws BpfException {
        int asked = 0;
        long walked = 0;
        for (boolean more = sockets.firstKey(key); more; more = sockets.nextKey(key)) {
            if (++walked > maxKeys) {
                throw new BpfException(
                        FailureReason.IO, "Open connections come and go faster than they can be read.", "");
            }
            NativeMemory.putLong(reading(asked) + SOCKET, NativeMemory.getLong(key));
            if (++asked == BATCH) {
                answer(asked);
                between.run();
                asked = 0;
            }
        }
        answer(asked);
    }

    private void answer(int asked) throws BpfException {
        if (asked < BATCH) {
            NativeMemory.putLong(reading(asked) + SOCKET, 0);
        }
        program.run();
        for (int i = 0; i < asked; i++) {
            long event = reading(i) + EVENT;
            if (NativeMemory.getByte(event) != 0) {
                decoder.decode(event, ConnectionEvent.BYTES);
            }
        }
    }

    private long reading(int index) {
        return readings.address() + (long) index * BYTES;
    }

    @Override
    public void close() {
        readings.close();
        NativeMemory.free(key);
    }
}
