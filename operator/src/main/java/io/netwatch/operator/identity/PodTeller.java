package io.netwatch.operator.identity;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.netwatch.api.identity.IdentityLine;
import java.time.Clock;
import java.util.List;

/**
 * Tells pods as they are watched: each from when it has an address until it is deleted. One that ended keeps the addresses that it
 * had, and is told to have ended. Called on the informer's thread.
 */
public final class PodTeller implements ResourceEventHandler<Pod> {
    private final IdentityLog log;
    private final Clock clock;

    public PodTeller(IdentityLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void onAdd(Pod pod) {
        IdentityLine.Pod line = PodLine.of(pod, clock.instant());
        if (line.ips().isEmpty()) {
            log.pod(line.namespace(), line.name()).ifPresent(before -> goOn(before, line));
        } else {
            tell(line);
        }
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        onAdd(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {
        remove(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    /** A pod without addresses where one with addresses was told. */
    private void goOn(IdentityLine.Pod before, IdentityLine.Pod now) {
        if (!before.uid().equals(now.uid())) {
            remove(now.namespace(), now.name());
        } else if (now.ended() != 0) {
            tell(with(now, before.ips()));
        }
    }

    private void tell(IdentityLine.Pod line) {
        log.put(Kind.POD, line.namespace(), line.name(), IdentityLine.of(line));
    }

    private void remove(String namespace, String name) {
        log.remove(Kind.POD, namespace, name);
    }

    private static IdentityLine.Pod with(IdentityLine.Pod pod, List<String> ips) {
        return new IdentityLine.Pod(
                pod.uid(),
                pod.namespace(),
                pod.name(),
                pod.node(),
                ips,
                pod.hostNetwork(),
                pod.workload(),
                pod.started(),
                pod.ended());
    }
}
