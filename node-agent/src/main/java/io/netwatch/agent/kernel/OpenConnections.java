package io.netwatch.agent.kernel;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.BpfObject;
import io.netwatch.agent.libbpf.BpfProgram;
import io.netwatch.agent.libbpf.BulkKeyWalk;
import io.netwatch.agent.libbpf.KeyWalk;
import io.netwatch.agent.libbpf.MemoryMapping;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.libbpf.SingleKeyWalk;

/**
 * Reads open connections anew: walks the keys of map {@code sockets}, asks about them in map {@code readings}, a batch at
 * a time, has the program {@code open_connections} answer, and decodes the answers where they lie. Used by one thread;
 * allocates nothing per connection.
 */
final class OpenConnections implements AutoCloseable {
    // struct reading of event.h
    static final int SOCKET = 0;
    static final int EVENT = 8;
    static final int BYTES = EVENT + ConnectionEvent.BYTES;
    /** Entries of map {@code readings}. */
    static final int BATCH = 128;
    /** {@code struct socket_value} of maps.h. */
    static final int SOCKET_VALUE_BYTES = 64;

    private final EventDecoder decoder;
    private final KeyWalk sockets;
    private final BpfProgram program;
    private final MemoryMapping readings;

    /** {@code connections} is the size of map {@code sockets}. Fails where the kernel does not run the program. */
    OpenConnections(BpfObject object, AttachMode mode, int connections, EventDecoder decoder) throws BpfException {
        this.decoder = decoder;
        this.program = object.program(ProgramSet.OPEN_CONNECTIONS);
        program.run(); // nothing is asked yet
        this.readings = object.mapping("readings", BYTES * BATCH);
        this.sockets = mode == AttachMode.TRACEPOINT
                ? new BulkKeyWalk(object.map("sockets"), Long.BYTES, SOCKET_VALUE_BYTES, BATCH)
                : new SingleKeyWalk(object.map("sockets"), connections, BATCH);
    }

    /**
     * Tells each remembered connection as an event of kind OPEN; those that come meanwhile may be left out. After each batch {@code
     * between} is run, so that a long reading holds nothing else up.
     */
    void read(Runnable between) throws BpfException {
        sockets.begin();
        for (int asked = sockets.next(); asked > 0; asked = sockets.next()) {
            for (int i = 0; i < asked; i++) {
                long key = NativeMemory.getLong(sockets.keys() + (long) i * Long.BYTES);
                NativeMemory.putLong(reading(i) + SOCKET, key);
            }
            answer(asked);
            between.run();
        }
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
        sockets.close();
    }
}
