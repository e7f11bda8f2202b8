package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.HealthMetric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Round trips to the host's gateway and resolver, found as netwatch-sdk finds them: the default route with the lowest metric, and the
 * first name server of resolv.conf. Probes leave from the host's network namespace; where that can't be entered (it takes
 * CAP_SYS_ADMIN and CAP_SYS_PTRACE) from our own, from which the way may be another, and a loopback address is not asked at all.
 * Used by one thread, which a read blocks for up to six seconds.
 */
public final class Health {
    private static final Path OWN_NAMESPACE = Path.of("/proc/thread-self/ns/net");

    private final HostNetwork network;
    private final Prober fromHost;
    private final Prober fromHere;
    private final Probed gateway = new Probed(ProbeMethod.TCP);
    private final Probed resolver = new Probed(ProbeMethod.UDP);
    private boolean isFromHost;

    /**
     * @param hostNet {@code /proc/1/net}
     * @param host the host's own files
     * @param hostNamespace {@code /proc/1/ns/net}
     * @param nanos any steady clock
     */
    public Health(Path hostNet, HostRoot host, Path hostNamespace, LongSupplier nanos, RandomGenerator random) {
        this.network = new HostNetwork(hostNet, host);
        this.fromHost = new Prober(hostNamespace, nanos, random);
        this.fromHere = new Prober(OWN_NAMESPACE, nanos, random);
    }

    /** Blocks while it probes. */
    public HealthMetric read() {
        gateway.probe(network.gateway());
        resolver.probe(network.resolver());
        return new HealthMetric(
                gateway.address(),
                gateway.last.meanMs(),
                gateway.last.lossPct(),
                resolver.address(),
                resolver.last.meanMs(),
                resolver.last.lossPct(),
                gateway.history(),
                resolver.history());
    }

    /** How the last read measured. */
    public ProbeMethod gatewayMethod() {
        return gateway.last.method();
    }

    /** As {@link #gatewayMethod}. */
    public ProbeMethod dnsMethod() {
        return resolver.last.method();
    }

    /** Whether the last probe left from the host's network namespace. */
    public boolean isFromHost() {
        return isFromHost;
    }

    private Prober.Outcome ask(Target target, ProbeMethod otherwise) {
        try {
            Prober.Outcome outcome = fromHost.probe(target, otherwise);
            isFromHost = true;
            return outcome;
        } catch (IOException e) {
            isFromHost = false;
        }
        try {
            return target.isLoopback() ? Prober.Outcome.NONE : fromHere.probe(target, otherwise);
        } catch (IOException e) {
            return Prober.Outcome.NONE;
        }
    }

    /** One of the two, and what became of its probes. */
    private final class Probed {
        private final ProbeMethod otherwise;
        private final Deque<Double> history = new ArrayDeque<>();
        private Target target;
        private Prober.Outcome last = Prober.Outcome.NONE;

        Probed(ProbeMethod otherwise) {
            this.otherwise = otherwise;
        }

        void probe(Target now) {
            if (now == null || !now.equals(target)) {
                history.clear();
            }
            target = now;
            last = now == null ? Prober.Outcome.NONE : ask(now, otherwise);
            if (now != null && last.method() != ProbeMethod.NONE) {
                if (history.size() == HealthMetric.HISTORY) {
                    history.removeFirst();
                }
                history.addLast(last.meanMs() == null ? Double.NaN : last.meanMs()); // a deque takes no null
            }
        }

        String address() {
            return target == null ? null : target.toString();
        }

        /** Null when there is none. */
        List<Double> history() {
            if (history.isEmpty()) {
                return null;
            }
            List<Double> copy = new ArrayList<>(history);
            copy.replaceAll(roundTrip -> roundTrip.isNaN() ? null : roundTrip);
            return copy;
        }
    }
}
