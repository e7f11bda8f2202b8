package io.netwatch.agent.track;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.identify.End;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.libbpf.NativeMemory;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Rows of a table as they were when they were met, outside the heap but for who is at their ends. Filled by the thread of events, then read
 * by one that it has told of it, until they are cleared. Rows with the same ends have the same
 * parties.
 */
public final class RowCopies implements AutoCloseable {
    private static final int ANSWERED = ConnectionEvent.BYTES;
    private static final int COPY_BYTES = ANSWERED + Long.BYTES;
    private static final int CHUNK_ROWS = 1024;

    private final List<Chunk> chunks = new ArrayList<>();
    private final IdentityHashMap<End, Party> parties = new IdentityHashMap<>();
    private final IdentityHashMap<End, IdentityHashMap<End, Party>> behind = new IdentityHashMap<>();
    private int size;
    private boolean isClosed;

    private static final class Chunk {
        private final long memory = NativeMemory.allocate((long) CHUNK_ROWS * COPY_BYTES);
        private final Party[] local = new Party[CHUNK_ROWS];
        private final Party[] peer = new Party[CHUNK_ROWS];
        private final String[] peerName = new String[CHUNK_ROWS];
    }

    /**
     * Adds a row.
     *
     * @param answered when connect was answered, CLOCK_BOOTTIME ns; 0 = not, or not seen
     * @param peer who is at the peer's address
     * @param backend whose socket is at the other end, whatever the address; null when that is not known
     * @param peerName what was asked DNS for to get the peer's address; null when that is not known
     */
    public synchronized void add(ConnectionEvent e, long answered, End local, End peer, End backend, String peerName) {
        if (isClosed) {
            return; // whoever asked for it has given up
        }
        int index = size++;
        if (index == chunks.size() * CHUNK_ROWS) {
            chunks.add(new Chunk());
        }
        long at = address(index);
        NativeMemory.copy(e.address(), at, ConnectionEvent.BYTES);
        NativeMemory.putLong(at + ANSWERED, answered);
        Chunk chunk = chunk(index);
        chunk.local[index % CHUNK_ROWS] = party(local);
        chunk.peer[index % CHUNK_ROWS] = backend == null ? party(peer) : behind(peer, backend);
        chunk.peerName[index % CHUNK_ROWS] = peerName;
    }

    private Party party(End end) {
        return parties.computeIfAbsent(end, End::party);
    }

    private Party behind(End address, End backend) {
        if (party(address).service() == null) {
            return party(backend);
        }
        return behind.computeIfAbsent(address, end -> new IdentityHashMap<>())
                .computeIfAbsent(backend, end -> party(address).behind(party(end)));
    }

    public int size() {
        return size;
    }

    /** Has {@code event} read a copy: the last record about its connection. */
    public ConnectionEvent read(int index, ConnectionEvent event) {
        return event.wrap(address(Objects.checkIndex(index, size)));
    }

    /** Of what {@link #read} reads: from connect to its answer, ns; -1 = unknown, or not ours to measure. */
    public long connectLatencyNanos(ConnectionEvent event) {
        long answered = NativeMemory.getLong(event.address() + ANSWERED);
        return answered == 0 || event.opened() == 0 ? -1 : answered - event.opened();
    }

    /** Who is at the local end. */
    public Party local(int index) {
        return chunk(index).local[index % CHUNK_ROWS];
    }

    /** Who is at the other end: behind a Service's address the pod, where that is known. */
    public Party peer(int index) {
        return chunk(index).peer[index % CHUNK_ROWS];
    }

    /** What was asked DNS for to get the peer's address; null when that is not known. */
    public String peerName(int index) {
        return chunk(index).peerName[index % CHUNK_ROWS];
    }

    /** Forgets them, and keeps their memory for others. */
    public synchronized void clear() {
        size = 0;
        parties.clear();
        behind.clear();
    }

    private Chunk chunk(int index) {
        return chunks.get(index / CHUNK_ROWS);
    }

    private long address(int index) {
        return chunk(index).memory + (long) (index % CHUNK_ROWS) * COPY_BYTES;
    }

    @Override
    public synchronized void close() {
        clear();
        isClosed = true;
        chunks.forEach(chunk -> NativeMemory.free(chunk.memory));
        chunks.clear();
    }
}
