package io.netwatch.agent.identify;

import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.api.identity.Workload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods of the whole cluster, found by a number made from their uid: 64 bits, which of 150,000 pods two share once in a billion
 * clusters. Used by one thread.
 *
 * <pre>
 *    0 uid i64
 *    8 namespace i32 | workload i32 | node i32: in {@link Names}; 0 = none
 *   20 holds i32: the first of the list in {@link Holds}
 *   24 start i32: ticks; of one that is gone, the next in the list of those
 *   28 end i32: ticks
 *   32 flags u8 | epoch u8 | length u8 | reserved u8
 *   36 name char[length], UTF-8; without the workload's name, if that is how it begins
 * </pre>
 */
final class PodRecords extends RecordIndex {
    static final int TOLD = 1;
    static final int ENDED = 4;
    static final int GONE = 16;
    static final int QUEUED = 128;
    private static final int CONTINUES_WORKLOAD = 64;

    private static final int NAMESPACE = 8;
    private static final int WORKLOAD = 12;
    private static final int NODE = 16;
    private static final int HOLDS = 20;
    private static final int START = 24;
    private static final int END = 28;
    private static final int FLAGS = 32;
    private static final int EPOCH = 33;
    private static final int LENGTH = 34;
    private static final int NAME = 36;
    private static final int LENGTH_MAX = 255;

    // kinds of names
    private static final int NAMESPACES = -1;
    private static final int NODES = -2;

    private final Arena arena;
    private final Names names;
    private final List<String> kinds = new ArrayList<>();

    PodRecords(Arena arena, Names names) {
        this.arena = arena;
        this.names = names;
    }

    /** The number of a uid. */
    static long number(String uid) {
        long number = 0;
        for (int i = 0; i < uid.length(); i++) {
            number = (number ^ uid.charAt(i)) * 0x9e3779b97f4a7c15L;
            number ^= number >>> 29;
        }
        return number;
    }

    /** {@link Arena#NONE} when it is not known. */
    int find(long uid) {
        int slot = first(mix(uid));
        for (int pod = at(slot); pod != Arena.NONE; pod = at(slot)) {
            if (uid(pod) == uid) {
                return pod;
            }
            slot = next(slot);
        }
        return Arena.NONE;
    }

    int add(long uid, String namespace, String name, Workload workload) {
        int namespaceName = names.use(NAMESPACES, 0, namespace);
        boolean continues = workload != null && name.startsWith(workload.name());
        byte[] bytes = (continues ? name.substring(workload.name().length()) : name).getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LENGTH_MAX);
        int pod = arena.take(NAME + length);
        long at = arena.address(pod);
        NativeMemory.putLong(at, uid);
        NativeMemory.putInt(at + NAMESPACE, namespaceName);
        NativeMemory.putInt(at + WORKLOAD, use(workload, namespaceName));
        NativeMemory.putInt(at + NODE, Arena.NONE);
        NativeMemory.putInt(at + HOLDS, Arena.NONE);
        NativeMemory.putInt(at + START, Ticks.EVER);
        NativeMemory.putInt(at + END, Ticks.NEVER);
        NativeMemory.putInt(at + FLAGS, 0);
        NativeMemory.putByte(at + FLAGS, (byte) (continues ? CONTINUES_WORKLOAD : 0));
        NativeMemory.putByte(at + LENGTH, (byte) length);
        NativeMemory.putBytes(at + NAME, bytes, 0, length);
        add(pod);
        return pod;
    }

    private int use(Workload workload, int namespace) {
        if (workload == null) {
            return Arena.NONE;
        }
        int kind = kinds.indexOf(workload.kind());
        if (kind < 0) {
            kind = kinds.size();
            kinds.add(workload.kind());
        }
        return names.use(kind, namespace, workload.name());
    }

    void forget(int pod) {
        long at = arena.address(pod);
        remove(pod);
        names.release(NativeMemory.getInt(at + WORKLOAD));
        names.release(NativeMemory.getInt(at + NODE));
        names.release(NativeMemory.getInt(at + NAMESPACE));
        arena.release(pod, NAME + (NativeMemory.getByte(at + LENGTH) & 0xff));
    }

    /** Null when it is not known. */
    void setNode(int pod, String name) {
        long node = arena.address(pod) + NODE;
        if (name != null && NativeMemory.getInt(node) == Arena.NONE) {
            NativeMemory.putInt(node, names.use(NODES, 0, name));
        }
    }

    long uid(int pod) {
        return NativeMemory.getLong(arena.address(pod));
    }

    /** The record of its namespace's name: the same for pods of the same. */
    int namespaceId(int pod) {
        return NativeMemory.getInt(arena.address(pod) + NAMESPACE);
    }

    String namespace(int pod) {
        return names.text(namespaceId(pod));
    }

    /** As {@link #namespaceId}; {@link Arena#NONE} for none. */
    int workloadId(int pod) {
        return NativeMemory.getInt(arena.address(pod) + WORKLOAD);
    }

    /** Null for none. */
    Workload workload(int pod) {
        int workload = workloadId(pod);
        return workload == Arena.NONE ? null : new Workload(kinds.get(names.kind(workload)), names.text(workload));
    }

    /** As {@link #namespaceId}; {@link Arena#NONE} when it is not known. */
    int nodeId(int pod) {
        return NativeMemory.getInt(arena.address(pod) + NODE);
    }

    /** Null when it is not known. */
    String node(int pod) {
        int node = nodeId(pod);
        return node == Arena.NONE ? null : names.text(node);
    }

    String name(int pod) {
        long at = arena.address(pod);
        byte[] bytes = new byte[NativeMemory.getByte(at + LENGTH) & 0xff];
        NativeMemory.getBytes(at + NAME, bytes, 0, bytes.length);
        String name = new String(bytes, StandardCharsets.UTF_8);
        return has(pod, CONTINUES_WORKLOAD) ? names.text(workloadId(pod)) + name : name;
    }

    int holds(int pod) {
        return NativeMemory.getInt(arena.address(pod) + HOLDS);
    }

    void setHolds(int pod, int first) {
        NativeMemory.putInt(arena.address(pod) + HOLDS, first);
    }

    int start(int pod) {
        return NativeMemory.getInt(arena.address(pod) + START);
    }

    void setStart(int pod, int tick) {
        NativeMemory.putInt(arena.address(pod) + START, tick);
    }

    int end(int pod) {
        return NativeMemory.getInt(arena.address(pod) + END);
    }

    void setEnd(int pod, int tick) {
        NativeMemory.putInt(arena.address(pod) + END, tick);
    }

    /** Whether one of these flags is set. */
    boolean has(int pod, int flags) {
        return (NativeMemory.getByte(arena.address(pod) + FLAGS) & flags) != 0;
    }

    void set(int pod, int flags, boolean on) {
        long at = arena.address(pod) + FLAGS;
        int now = NativeMemory.getByte(at);
        NativeMemory.putByte(at, (byte) (on ? now | flags : now & ~flags));
    }

    byte epoch(int pod) {
        return NativeMemory.getByte(arena.address(pod) + EPOCH);
    }

    void setEpoch(int pod, byte epoch) {
        NativeMemory.putByte(arena.address(pod) + EPOCH, epoch);
    }

    @Override
    int hash(int pod) {
        return mix(uid(pod));
    }
}
