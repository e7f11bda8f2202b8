package io.netwatch.agent.policy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Quantity;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.kernel.Verdict;
import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.policy.ClusterNetWatchPolicySpec;
import io.netwatch.api.policy.EventType;
import io.netwatch.api.policy.Limits;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyCheck;
import io.netwatch.api.policy.PolicySpec;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one policy asks for, made ready to be asked for each event. Immutable.
 *
 * @param namespace the one whose pods it may select; null for a ClusterNetWatchPolicy, which may any
 * @param selecting false when it can't be followed or is suspended: it selects nothing
 * @param namespaceSelector and {@code nodeSelector}: null where there is none to follow
 * @param hosts whether it selects the node's own processes
 * @param directions that are wanted, as in {@link Verdict}
 * @param share of connections that are told one by one, in {@link Verdict#SHARE_ALL}
 * @param perSecond events of a pod told within a second
 * @param connections kept at once, at least 1
 * @param cores that the agent may spend on it; 0 = as many as it has
 * @param expires when it ends, ms since 1970; {@link Long#MAX_VALUE} = never
 * @param unmet what of it this agent can't do whatever happens
 */
record Terms(
        String uid,
        long generation,
        String namespace,
        boolean selecting,
        LabelSelector podSelector,
        LabelSelector namespaceSelector,
        LabelSelector nodeSelector,
        boolean hosts,
        int directions,
        Set<EventType> events,
        PortRanges ports,
        AddressBlocks peers,
        int share,
        int perSecond,
        int connections,
        double cores,
        long expires,
        List<Unmet> unmet) {

    private static final int BOTH = Verdict.direction(Direction.OUTBOUND) | Verdict.direction(Direction.INBOUND);
    private static final int PERCENT = Verdict.SHARE_ALL / 100;

    /** Of a policy as it came; one that can't be followed selects nothing. */
    static Terms of(Policy policy, int agentConnections) {
        PolicySpec spec = policy.policySpec();
        boolean valid = PolicyCheck.of(spec).isEmpty();
        ClusterNetWatchPolicySpec cluster = spec instanceof ClusterNetWatchPolicySpec c ? c : null;
        Limits limits = spec.limits() == null ? new Limits(null, null) : spec.limits();
        Long generation = policy.getMetadata().getGeneration();
        return new Terms(
                policy.getMetadata().getUid(),
                generation == null ? 0 : generation,
                cluster == null ? policy.getMetadata().getNamespace() : null,
                valid && !spec.suspend(),
                spec.podSelector(),
                cluster == null ? null : cluster.namespaceSelector(),
                cluster == null ? null : cluster.nodeSelector(),
                cluster != null && cluster.hosts(),
                directions(spec),
                spec.events().isEmpty() ? EnumSet.noneOf(EventType.class) : EnumSet.copyOf(spec.events()),
                new PortRanges(valid ? spec.ports() : null),
                new AddressBlocks(valid ? spec.cidrs() : null),
                valid && spec.sampling() != null ? spec.sampling().percent() * PERCENT : Verdict.SHARE_ALL,
                limits.eventsPerSecondPerPod(),
                connections(limits, spec),
                valid && spec.budget() != null ? cores(spec.budget().cpu()) : 0,
                valid && spec.expiresAt() != null
                        ? OffsetDateTime.parse(spec.expiresAt()).toInstant().toEpochMilli()
                        : Long.MAX_VALUE,
                valid ? Shortfalls.of(spec, agentConnections) : List.of());
    }

    private static int directions(PolicySpec spec) {
        int wanted = 0;
        for (io.netwatch.api.policy.Direction direction : spec.directions()) {
            wanted |= switch (direction) {
                case Outbound -> Verdict.direction(Direction.OUTBOUND);
                case Inbound -> Verdict.direction(Direction.INBOUND);
            };
        }
        return directions(wanted);
    }

    /** Who wants both wants those that are not known, too. */
    static int directions(int wanted) {
        return (wanted & BOTH) == BOTH ? Verdict.DIRECTIONS_ALL : wanted;
    }

    /** As many as the limit says and the memory has room for. */
    private static int connections(Limits limits, PolicySpec spec) {
        Quantity memory = spec.budget() == null ? null : spec.budget().memory();
        if (memory == null) {
            return limits.connections();
        }
        double room = memory.getNumericalAmount().doubleValue() / Limits.BYTES_PER_CONNECTION;
        return (int) Math.min(limits.connections(), room);
    }

    private static double cores(Quantity cpu) {
        return cpu == null ? 0 : cpu.getNumericalAmount().doubleValue();
    }

    /** Whether it asks for a connection, whoever's it is. Of one whose direction is not known only if it asks for both. */
    boolean want(Direction direction, int port, long peerHigh, long peerLow) {
        return (directions & Verdict.direction(direction)) != 0 && ports.has(port) && peers.has(peerHigh, peerLow);
    }

    /** Whether it asks to be told of what happened; of a connection that was found, as of its beginning. */
    boolean tells(EventKind kind, int error) {
        return switch (kind) {
            case CONNECT_V4, CONNECT_V6 -> events.contains(EventType.Connect);
            case ACCEPT -> events.contains(EventType.Accept);
            case CLOSE -> events.contains(EventType.Close) || (error != 0 && events.contains(EventType.Failure));
            case CONNECT_FAILED -> events.contains(EventType.Failure);
            case OPEN -> events.contains(EventType.Connect) || events.contains(EventType.Accept);
            case CGROUP, DNS -> false;
        };
    }
}
