package io.netwatch.agent.identify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The pods of this node: those that are there, and those gone in the last 10 minutes. */
final class LocalPods {
    private static final long REMEMBER_NANOS = TimeUnit.MINUTES.toNanos(10);
    /** More than a node ends in 10 minutes, unless something is amiss. */
    private static final int GONE_MAX = 4096;

    private final Map<String, LocalPod> byUid = new HashMap<>();
    private final Map<String, LocalPod> byContainer = new HashMap<>();
    private final Map<String, LocalPod> byConfigHash = new HashMap<>();
    private final Deque<LocalPod> gone = new ArrayDeque<>();
    private long forgottenEarly;

    /** Takes a pod in; it has a new object unless it was known. */
    LocalPod put(NodePod pod) {
        LocalPod known = byUid.get(pod.uid());
        if (known == null) {
            known = new LocalPod(pod);
            byUid.put(pod.uid(), known);
        } else if (known.isGone()) {
            gone.remove(known);
            known.update(pod);
        } else {
            known.update(pod);
        }
        if (pod.configHash() != null) {
            byConfigHash.put(pod.configHash(), known);
        }
        for (String container : pod.containers().keySet()) {
            byContainer.put(container, known);
        }
        return known;
    }

    /** Null when it is not known. */
    LocalPod get(String uid) {
        return byUid.get(uid);
    }

    /** The pod that a cgroup's path leads to: by container first, then by pod; null when neither is known. */
    LocalPod find(ContainerName path) {
        LocalPod found = null;
        for (ContainerName each = path; each != null && found == null; each = each.outer()) {
            found = each.container() == null ? null : byContainer.get(each.container());
        }
        for (ContainerName each = path; each != null && found == null; each = each.outer()) {
            found = each.podUid() == null ? null : byUidOrHash(each.podUid());
        }
        return found;
    }

    private LocalPod byUidOrHash(String uid) {
        LocalPod found = byUid.get(uid);
        return found != null ? found : byConfigHash.get(uid);
    }

    void gone(String uid, long bootNanos) {
        LocalPod pod = byUid.get(uid);
        if (pod == null || pod.isGone()) {
            return;
        }
        pod.gone(bootNanos);
        gone.addLast(pod);
        if (gone.size() > GONE_MAX) {
            forgottenEarly++;
            forget(gone.removeFirst());
        }
    }

    void expire(long bootNanos) {
        while (!gone.isEmpty() && bootNanos - gone.getFirst().goneAt() > REMEMBER_NANOS) {
            forget(gone.removeFirst());
        }
    }

    /** Pods that were forgotten before their 10 minutes, as too many were gone. */
    long forgottenEarly() {
        return forgottenEarly;
    }

    private void forget(LocalPod pod) {
        byUid.remove(pod.pod().uid(), pod);
        byConfigHash.remove(pod.pod().configHash(), pod);
        pod.containers().keySet().forEach(container -> byContainer.remove(container, pod));
    }
}
