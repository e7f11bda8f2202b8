package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.BootClock;
import io.netwatch.api.identity.IdentityLine;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Who is at an address: pods by who held it when, Services, nodes. Told by the API server of this node's pods, and by the operator of
 * everything. Looking up who was asked for before allocates nothing. Used by the thread of events only.
 */
final class Peers implements AutoCloseable {
    /** How long it takes until it is told that another pod has an address now, at most. */
    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** How long an address of nobody may still become somebody's. */
    private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How long a loopback connection may still be joined with its other end. */
    private static final long LOOPBACK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Connections that began within the same time settle at the same time. */
    private static final long YOUNG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** How long it takes to hear of the operator first. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Peers of which one object is kept; all are made anew when there are more. */
    private static final int CACHED_MAX = 16_384;

    // in place of a port
    private static final int AMBIGUOUS = 1 << 16;
    private static final int VACANT = 1 << 17;

    private final BootClock clock;
    private final Arena arena = new Arena();
    private final Names names = new Names(arena);
    private final PodRecords pods = new PodRecords(arena, names);
    private final Addresses addresses = new Addresses(arena);
    private final Claims claims = new Claims(arena, addresses);
    private final Services services = new Services(claims);
    private final Nodes nodes = new Nodes(claims);
    private final PodAddresses podAddresses;
    private final Answers answers = new Answers(this, pods);
    private final Long2ObjectHashMap<Peer> cached = new Long2ObjectHashMap<>();
    private final int[] holders = new int[Answers.HOLDERS_MAX];
    private final Peer unknown = new Peer(this, Party.UNKNOWN, 0, null, null);
    private final Peer external = new Peer(this, Party.EXTERNAL, 0, null, null);
    private final long began;
    private long expired;
    private boolean apiServerHeard;
    private boolean operatorHeard;
    private boolean inSnapshot;
    private boolean hadSnapshot;
    private long version;
    private boolean closed;

    Peers(BootClock clock) {
        this.clock = clock;
        this.began = clock.bootNanos();
        this.expired = began;
        this.podAddresses =
                new PodAddresses(new Ticks(clock.toEpochMillis(began)), addresses, pods, new Holds(arena, addresses));
    }

    void onApiServer(boolean heard) {
        apiServerHeard = heard;
        version++;
    }

    void onOperator(boolean heard) {
        operatorHeard = heard;
        version++;
    }

    void onPod(NodePod pod, String node) {
        podAddresses.tell(
                new IdentityLine.Pod(
                        pod.uid(),
                        pod.namespace(),
                        pod.name(),
                        node,
                        pod.ips(),
                        pod.hostNetwork(),
                        pod.workload(),
                        pod.started(),
                        pod.ended()),
                Teller.API_SERVER,
                nowMillis());
        version++;
    }

    void onPodGone(String uid) {
        long now = nowMillis();
        podAddresses.gone(PodRecords.number(uid), Teller.API_SERVER, now, now);
        version++;
    }

    void onLine(IdentityLine line) {
        version++;
        if (line.pod() != null) {
            podAddresses.tell(line.pod(), Teller.OPERATOR, nowMillis());
        } else if (line.service() != null) {
            services.tell(line.service());
        } else if (line.endpoints() != null) {
            services.tell(line.endpoints());
        } else if (line.node() != null) {
            nodes.tell(line.node());
        } else if (line.gone() != null) {
            onGone(line.gone());
        } else if (line.begin() != null) {
            onBegin(line.begin());
        } else if (line.current() != null) {
            onCurrent();
        }
    }

    private void onGone(IdentityLine.Gone gone) {
        switch (gone.kind()) {
            case "pod" -> podAddresses.gone(PodRecords.number(gone.uid()), Teller.OPERATOR, gone.at(), nowMillis());
            case "service" -> services.serviceGone(gone.namespace(), gone.name());
            case "endpoints" -> services.sliceGone(gone.namespace(), gone.name());
            case "node" -> nodes.gone(gone.name());
            default -> {
                // of no meaning here
            }
        }
    }

    private void onBegin(IdentityLine.Begin begin) {
        inSnapshot = begin.snapshot();
        if (inSnapshot) {
            podAddresses.beginSnapshot();
            services.beginSnapshot();
            nodes.beginSnapshot();
        }
    }

    private void onCurrent() {
        if (inSnapshot) {
            inSnapshot = false;
            hadSnapshot = true;
            podAddresses.endSnapshot(nowMillis());
            services.endSnapshot();
            nodes.endSnapshot();
        } else {
            version--; // nothing has changed
        }
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
                int index = port == 0 ? ServiceEntry.NO_PORT : service.indexOf(port);
                if (index != ServiceEntry.NO_PORT) {
                    return service(address, port, service, index);
                }
                whatever = kind == Claims.CLUSTER_IP ? service : whatever;
            }
        }
        if (node != Claims.NONE) {
            return node(address, port, node);
        }
        if (whatever != null) {
            return service(address, port, whatever, ServiceEntry.NO_PORT);
        }
        return addresses.holds(address) == Arena.NONE ? null : pod(address, port, opened);
    }

    private PeerEnd node(int address, int port, int node) {
        ServiceEntry service = port == 0 ? null : services.atNodePort(port);
        if (service != null) {
            return service(address, port, service, service.indexOfNodePort(port));
        }
        Peer peer = cached.get(key(address, 0));
        if (peer == null || !peer.isNode(nodes.name(node))) {
            peer = keep(address, 0, answers.node(nodes.name(node)));
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
            peer = keep(address, VACANT, new Peer(this, Party.UNKNOWN, last, null, null));
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
        if (!hadSnapshot || nodes.isPodAddress(high, low)) {
            return isExpecting() ? young(unknown, opened, UNKNOWN_NANOS) : unknown.end();
        }
        return Address.isPublicIpv4(high, low) ? external.end() : young(external, opened, TOLD_NANOS);
    }

    /** Whether the operator may tell soon. */
    private boolean isExpecting() {
        return operatorHeard || expired - began < START_NANOS;
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

    long version() {
        return version;
    }

    boolean isStale(Party.Kind kind, long pod) {
        if (kind == Party.Kind.UNKNOWN) {
            return false;
        }
        int record = kind == Party.Kind.POD && !closed ? pods.find(pod) : Arena.NONE;
        boolean byApiServer = record != Arena.NONE && pods.has(record, Teller.API_SERVER.flag(PodRecords.TOLD));
        return byApiServer ? !apiServerHeard : !operatorHeard;
    }

    boolean hasEnded(long pod) {
        return !closed && podAddresses.hasEnded(pod);
    }

    long now() {
        return clock.bootNanos();
    }

    private long nowMillis() {
        return clock.toEpochMillis(clock.bootNanos());
    }

    void expire(long now) {
        expired = now;
        podAddresses.expire(clock.toEpochMillis(now));
    }

    /** Pods that were forgotten before their 10 minutes, as too many were gone. */
    long forgottenEarly() {
        return podAddresses.forgottenEarly();
    }

    /** Bytes outside the heap. */
    long bytes() {
        return arena.bytes() + names.bytes() + pods.bytes() + addresses.bytes();
    }

    @Override
    public void close() {
        closed = true;
        arena.close();
        names.close();
        pods.close();
        addresses.close();
    }
}
