package io.netwatch.agent.kernel;

import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.BpfMap;
import io.netwatch.agent.libbpf.BpfObject;
import io.netwatch.agent.libbpf.BpfProgram;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Reads how many TCP sockets are in a state: map {@code states}, and what program {@code time_wait} finds when it is run. It looks
 * at each network namespace, and at no socket. Used by one thread.
 */
final class SocketStates implements AutoCloseable {
    // struct states of event.h
    static final int ESTABLISHED = 0;
    static final int CLOSE_WAIT = 8;
    static final int BYTES = 16;

    private static final int KEY_BYTES = 4;

    private final BpfMap states;
    private final BpfProgram program;
    private final long found;
    private final int cpus;
    private final long key = NativeMemory.allocate(KEY_BYTES);
    private final long perCpu;

    /** {@code found} is where the program writes what it finds. */
    SocketStates(BpfObject object, long found) {
        this.states = object.map("states");
        this.program = object.program(ProgramSet.TIME_WAIT);
        this.found = found;
        this.cpus = states.possibleCpus();
        this.perCpu = NativeMemory.allocate((long) cpus * BYTES);
        NativeMemory.putInt(key, 0);
    }

    /** {@code skipped} is handed on. */
    StateCounts read(long skipped) {
        states.lookup(key, perCpu);
        long established = 0;
        long closeWait = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            long at = perCpu + (long) cpu * BYTES;
            established += NativeMemory.getLong(at + ESTABLISHED);
            closeWait += NativeMemory.getLong(at + CLOSE_WAIT);
        }
        return new StateCounts(established, closeWait, timeWait(), skipped);
    }

    private long timeWait() {
        try {
            program.run();
            return NativeMemory.getLong(found);
        } catch (BpfException e) {
            return -1; // as when the program can't find it
        }
    }

    @Override
    public void close() {
        NativeMemory.free(key);
        NativeMemory.free(perCpu);
    }
}
