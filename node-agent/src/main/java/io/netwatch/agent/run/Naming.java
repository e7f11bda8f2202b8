package io.netwatch.agent.run;

import io.netwatch.agent.detect.AlertNames;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.identify.Party;
import java.util.function.LongFunction;

/** Who is who in alerts. On the thread of events. */
final class Naming implements AlertNames {
    private final String host;
    private final Directory directory;
    private final BootClock clock;
    private final LongFunction<NodePod> pods;

    /**
     * @param host the node's or machine's name
     * @param pods of a source that is not 0; null for one that is gone
     */
    Naming(String host, Directory directory, BootClock clock, LongFunction<NodePod> pods) {
        this.host = host;
        this.directory = directory;
        this.clock = clock;
        this.pods = pods;
    }

    @Override
    public String source(long source) {
        NodePod pod = source == 0 ? null : pods.apply(source);
        if (pod != null) {
            return pod.namespace() + "/" + pod.name();
        }
        return source == 0 ? host : "a pod that is gone";
    }

    @Override
    public String address(long high, long low) {
        Party party = directory.peer(high, low, 0, clock.bootNanos()).party();
        boolean isNamed = party.name() != null
                && (party.kind() == Party.Kind.POD
                        || party.kind() == Party.Kind.SERVICE
                        || party.kind() == Party.Kind.NODE);
        if (!isNamed) {
            return new Endpoint(high, low, 0).address();
        }
        return party.namespace() == null ? party.name() : party.namespace() + "/" + party.name();
    }
}
