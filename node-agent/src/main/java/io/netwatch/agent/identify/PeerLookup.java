package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.BootClock;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Finds who is at an address: a Service, a node, or the pod that held it. One who was found before is the same object, so that asking
 * again allocates nothing. Used by one thread.
 */
final class PeerLookup {
    /** How long it takes until it is told that another pod has an address now, at most. */
    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** How long an address of nobody may still become somebody's. */
    private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How long a loopback connection may still be joined with its other end. */
    private static final long LOOPBACK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Connections that began within the same time settle at the same time. */
    private static final long YOUNG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Peers of which one object is kept; all are made anew when there are more. */
    private static final int CACHED_MAX = 16_384;

    // in place of a port
    private static final int AMBIGUOUS = 1 << 16;
    private static final int VACANT = 1 << 17;

    private final Peers peers;
    private final BootClock clock;
    private final PodRecords pods;
    private final Addresses addresses;
    private final Claims claims;
    private final Services services;
    private final Nodes nodes;
    private final PodAddresses podAddresses;
    private final Answers answers;
    private final Long2ObjectHashMap<Peer> cached = new Long2ObjectHashMap<>();
    private final int[] holders = new int[Answers.HOLDERS_MAX];
    private final Peer unknown;
    private final Peer external;
    private final long began;
    private long expired;

    /** {@code began}: when the agent began, CLOCK_BOOTTIME ns. */
    PeerLookup(Peers peers, ClusterRecords records, BootClock clock, long began) {
        this.peers = peers;
        this.clock = clock;
        this.pods = records.pods;
        this.addresses = records.addresses;
        this.claims = records.claims;
        this.services = records.services;
        this.nodes = records.nodes;
        this.podAddresses = records.podAddresses;
        this.answers = new Answers(peers, pods);
        this.unknown = new Peer(peers, Party.UNKNOWN, 0, null, null);
        this.external = new Peer(peers, Party.EXTERNAL, 0, null, null);
        this.began = began;
        this.expired = began;
    }

    /** As {@link Directory#peer}. */
    End peer(long high, long low, int port, long opened) {
        int address = addresses.find(high, low);
        PeerEnd known = address == Arena.NONE ? null : known(address, port, opened);
        return known != null ? known : stranger(high, low, opened);
    }

    /** Null when it is nobody's at all. */
    private PeerEnd known(int address, int port, long opened) {
        int node = Claims.NONE;
        ServiceEntry whatever = null;
        for (int claim = addresses.claims(address); claim != Arena.NONE; claim = claims.next(claim)) {
            int kind = claims.kind(claim);
            if (kind == Claims.NODE) {
                node = claims.number(claim);
            } else if (kind != Claims.ENDPOINT) {
                ServiceEntry service = services.service(claims.number(claim));
                int index = port == 0 ? Ports.NO_PORT : service.ports().indexOf(port);
                if (index != Ports.NO_PORT) {
                    return service(address, port, service, index);
                }
                whatever = kind == Claims.CLUSTER_IP ? service : whatever;
            }
        }
        if (node != Claims.NONE) {
            return node(address, port, node);
        }
        if (whatever != null) {
            return service(address, port, whatever, Ports.NO_PORT);
        }
        return addresses.holds(address) == Arena.NONE ? null : pod(address, port, opened);
    }

    private PeerEnd node(int address, int port, int node) {
        ServiceEntry service = port == 0 ? null : services.atNodePort(port);
        if (service != null) {
            return service(address, port, service, service.ports().indexOfNodePort(port));
        }
        Peer peer = cached.get(key(address, 0));
        if (peer == null || !peer.is(Party.Kind.NODE, Attribution.HOST, nodes.key(node), null)) {
            peer = keep(address, 0, answers.node(nodes.name(node), nodes.key(node)));
        }
        return peer.end();
    }

    private PeerEnd service(int address, int port, ServiceEntry service, int index) {
        Peer peer = cached.get(key(address, port));
        if (peer == null || !peer.is(Party.Kind.SERVICE, Attribution.IP, 0, service)) {
            peer = keep(address, port, answers.service(service, index, port));
        }
        return peer.end();
    }

    private PeerEnd pod(int address, int port, long opened) {
        long at = clock.toEpochMillis(opened == 0 ? began : opened);
        int count = podAddresses.holders(address, at, holders);
        if (count == 0) {
            return nobody(address, port, at, opened);
        }
        if (count > 1) {
            return several(address, Math.min(count, holders.length), opened);
        }
        int claim = port == 0 ? Arena.NONE : endpoint(address, port);
        Slice slice = claim == Arena.NONE ? null : services.slice(claims.number(claim));
        ServiceEntry service = slice == null ? null : slice.service;
        int through = slice == null ? 0 : port;
        Peer peer = cached.get(key(address, through));
        if (peer == null || !peer.is(Party.Kind.POD, Attribution.IP, pods.uid(holders[0]), service)) {
            peer = keep(address, through, answers.pod(holders[0], slice, port));
        }
        return young(peer, opened, TOLD_NANOS);
    }

    /** The claim by which just one port of one Service leads to a pod's port; none when there are more. */
    private int endpoint(int address, int port) {
        int found = Arena.NONE;
        for (int claim = addresses.claims(address); claim != Arena.NONE; claim = claims.next(claim)) {
            Slice slice = claims.kind(claim) == Claims.ENDPOINT ? services.slice(claims.number(claim)) : null;
            String name = slice == null ? null : slice.portName(port);
            if (name == null) {
                continue;
            }
            Slice other = found == Arena.NONE ? null : services.slice(claims.number(found));
            if (other != null && (other.service != slice.service || !name.equals(other.portName(port)))) {
                return Arena.NONE;
            }
            found = claim;
        }
        return found;
    }

    private PeerEnd several(int address, int count, long opened) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            all += RecordIndex.mix(pods.uid(holders[i])) | 1L << 40;
        }
        Peer peer = cached.get(key(address, AMBIGUOUS));
        if (peer == null || !peer.is(Party.Kind.POD, Attribution.IP_AMBIGUOUS, all, null)) {
            peer = keep(address, AMBIGUOUS, answers.several(holders, count, all));
        }
        return young(peer, opened, TOLD_NANOS);
    }

    /** Somebody's, but not then. */
    private PeerEnd nobody(int address, int port, long at, long opened) {
        long last = port == 0 ? 0 : podAddresses.lastBefore(address, at);
        if (last == 0) {
            return young(unknown, opened, UNKNOWN_NANOS);
        }
        Peer peer = cached.get(key(address, VACANT));
        if (peer == null || !peer.is(Party.Kind.UNKNOWN, Attribution.UNKNOWN, last, null)) {
            peer = keep(address, VACANT, new Peer(peers, Party.UNKNOWN, last, null, null));
        }
        return young(peer, opened, UNKNOWN_NANOS);
    }

    private PeerEnd stranger(long high, long low, long opened) {
        if (Address.isUnspecified(high, low)) {
            return unknown.end();
        }
        if (Address.isLoopback(high, low)) {
            return young(unknown, opened, LOOPBACK_NANOS);
        }
        if (!peers.hadSnapshot() || nodes.isPodAddress(high, low)) {
            return peers.isExpecting() ? young(unknown, opened, UNKNOWN_NANOS) : unknown.end();
        }
        return Address.isPublicIpv4(high, low) ? external.end() : young(external, opened, TOLD_NANOS);
    }

    /** The end as of a connection that began then, when it may take so long to be told better. */
    private PeerEnd young(Peer peer, long opened, long nanos) {
        long settles = (opened / YOUNG_NANOS + 1) * YOUNG_NANOS + nanos;
        return opened == 0 || settles <= expired ? peer.end() : peer.end(settles);
    }

    private static long key(int address, int port) {
        return (long) address << 18 | port;
    }

    private Peer keep(int address, int port, Peer peer) {
        if (cached.size() >= CACHED_MAX) {
            cached.clear();
        }
        cached.put(key(address, port), peer);
        return peer;
    }

    /** About now, CLOCK_BOOTTIME ns: what began long enough ago is settled at once. */
    void expire(long now) {
        expired = now;
    }
}
