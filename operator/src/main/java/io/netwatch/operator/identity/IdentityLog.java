package io.netwatch.operator.identity;

import io.netwatch.api.identity.IdentityLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the cluster, each object as the line that tells it, and what changed since somebody last asked. Each change
 * has a revision, from 1 on. Informers' threads write, one reader takes changes; thread-safe.
 */
public final class IdentityLog {
    /** For objects that are in no namespace. */
    private static final String CLUSTER = "";

    private final Clock clock;
    /** By kind, namespace and name; the names are those of the objects themselves, which others hold, too. */
    private final Map<Kind, Map<String, Map<String, byte[]>>> state = new EnumMap<>(Kind.class);

    private List<byte[]> pending = new ArrayList<>();
    private volatile Runnable listener;
    private long revision;
    private int objects;

    /**
     * What changed.
     *
     * @param revision of the last of the changes; that of the ones before when there are none
     * @param lines in order
     */
    record Changes(long revision, List<byte[]> lines) {}

    /**
     * All there is.
     *
     * @param changes that led to it since somebody last took changes
     * @param lines by kind
     */
    record State(Changes changes, List<byte[]> lines) {}

    /** @param clock tells when something was gone */
    public IdentityLog(Clock clock) {
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            state.put(kind, new HashMap<>());
        }
    }

    /** Has changes kept from now on, to be taken: without somebody who does nothing is. */
    synchronized void listen(Runnable told) {
        listener = told;
    }

    /** Tells an object; nothing when the same was told before. A pod with another uid was another pod, which is told gone. */
    void put(Kind kind, String namespace, String name, IdentityLine line) {
        byte[] now = Lines.encode(line);
        synchronized (this) {
            Map<String, byte[]> names =
                    state.get(kind).computeIfAbsent(namespace == null ? CLUSTER : namespace, key -> new HashMap<>());
            byte[] before = names.put(name, now);
            if (Arrays.equals(now, before)) {
                return;
            }
            if (before == null) {
                objects++;
            } else if (kind == Kind.POD && !uid(before).equals(line.pod().uid())) {
                add(gone(kind, namespace, name, before));
            }
            add(now);
        }
        tell();
    }

    /** Tells that an object is gone; nothing when it was not told. */
    void remove(Kind kind, String namespace, String name) {
        synchronized (this) {
            String key = namespace == null ? CLUSTER : namespace;
            Map<String, byte[]> names = state.get(kind).getOrDefault(key, Map.of());
            byte[] before = names.get(name);
            if (before == null) {
                return;
            }
            names.remove(name);
            if (names.isEmpty()) {
                state.get(kind).remove(key);
            }
            objects--;
            add(gone(kind, namespace, name, before));
        }
        tell();
    }

    /** What was last told of a pod. */
    Optional<IdentityLine.Pod> pod(String namespace, String name) {
        byte[] line;
        synchronized (this) {
            line = state.get(Kind.POD).getOrDefault(namespace, Map.of()).get(name);
        }
        return Optional.ofNullable(line).map(Lines::decode).map(IdentityLine::pod);
    }

    /** Takes what changed since this was last called. */
    synchronized Changes take() {
        List<byte[]> taken = pending;
        pending = new ArrayList<>();
        return new Changes(revision, taken);
    }

    /** Takes what changed, and with it all there is. */
    synchronized State takeAll() {
        List<byte[]> lines = new ArrayList<>(objects);
        for (Map<String, Map<String, byte[]>> kind : state.values()) {
            for (Map<String, byte[]> names : kind.values()) {
                lines.addAll(names.values());
            }
        }
        return new State(take(), lines);
    }

    /** How many objects there are. */
    synchronized int objects() {
        return objects;
    }

    private void add(byte[] line) {
        revision++;
        if (listener != null) {
            pending.add(line);
        }
    }

    private void tell() {
        Runnable told = listener;
        if (told != null) {
            told.run();
        }
    }

    private byte[] gone(Kind kind, String namespace, String name, byte[] before) {
        String uid = kind == Kind.POD ? uid(before) : null;
        return Lines.encode(IdentityLine.of(new IdentityLine.Gone(kind.word(), namespace, name, uid, clock.millis())));
    }

    private static String uid(byte[] pod) {
        return String.valueOf(Lines.decode(pod).pod().uid());
    }
}
