package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.CgroupEventEncoder;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.identity.Workload;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A directory, a clock that the test sets, and short ways to tell it of a cluster. Time begins at 1,000,000 seconds. */
final class Cluster implements AutoCloseable {
    static final long BEGAN_SECONDS = 1_000_000;

    private long bootNanos = TimeUnit.SECONDS.toNanos(100);

    final Directory directory;
    final List<String> told = new ArrayList<>();

    Cluster() {
        this(8192);
    }

    Cluster(int capacity) {
        long offset = BEGAN_SECONDS - 100;
        Clock wall = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(offset).plusNanos(bootNanos);
            }
        };
        directory = new Directory("node-a", capacity, new BootClock(wall, () -> bootNanos));
        directory.follow(new OwnerListener() {
            @Override
            public void onPod(long cgroup, NodePod pod) {
                told.add(cgroup + " pod " + pod.name() + " " + pod.labels());
            }

            @Override
            public void onHost(long cgroup) {
                told.add(cgroup + " host");
            }

            @Override
            public void onUnknown(long cgroup) {
                told.add(cgroup + " unknown");
            }

            @Override
            public void onForgotten(long cgroup) {
                told.add(cgroup + " forgotten");
            }
        });
        directory.onApiServer(true);
        directory.onOperator(true);
    }

    /** Lets time go on; returns the moment it is then, CLOCK_BOOTTIME ns. */
    long passMillis(long millis) {
        bootNanos += TimeUnit.MILLISECONDS.toNanos(millis);
        directory.expire();
        return bootNanos;
    }

    long now() {
        return bootNanos;
    }

    /** Seconds since 1970. */
    long nowSeconds() {
        return nowMillis() / 1000;
    }

    long nowMillis() {
        return (BEGAN_SECONDS - 100) * 1000 + TimeUnit.NANOSECONDS.toMillis(bootNanos);
    }

    void cgroup(long id, String path) {
        long record = NativeMemory.allocate(CgroupEventEncoder.BYTES_MAX);
        try {
            int length = new CgroupEventEncoder().encode(record, id, bootNanos, path);
            new EventDecoder(new EventHandler() {
                        @Override
                        public void onConnection(ConnectionEvent event) {
                            throw new AssertionError("not a connection");
                        }

                        @Override
                        public void onCgroup(CgroupEvent event) {
                            directory.onCgroup(event);
                        }
                    })
                    .decode(record, length);
        } finally {
            NativeMemory.free(record);
        }
    }

    /** A pod of this node with one container, named as itself, in namespace shop. */
    NodePod nodePod(String uid, String name, String container, String... ips) {
        return new NodePod(
                uid,
                "shop",
                name,
                Map.of("app", name),
                null,
                new Workload("Deployment", name),
                false,
                List.of(ips),
                container == null ? Map.of() : Map.of(container, name),
                nowSeconds(),
                0);
    }

    /** The snapshot of a cluster of which these are all. */
    void snapshot(IdentityLine... lines) {
        directory.onLine(IdentityLine.of(new IdentityLine.Begin("s", true)));
        tell(lines);
        current();
    }

    void tell(IdentityLine... lines) {
        for (IdentityLine line : lines) {
            directory.onLine(line);
        }
    }

    void current() {
        directory.onLine(IdentityLine.of(new IdentityLine.Current(1, nowMillis())));
    }

    /** A pod of deployment NAME in namespace shop on node-b, which started now. */
    IdentityLine pod(String name, String... ips) {
        return pod(name, nowSeconds(), 0, ips);
    }

    IdentityLine pod(String name, long started, long ended, String... ips) {
        return IdentityLine.of(new IdentityLine.Pod(
                "uid-" + name,
                "shop",
                name + "-1",
                "node-b",
                List.of(ips),
                false,
                new Workload("Deployment", name),
                started,
                ended));
    }

    IdentityLine podGone(String name) {
        return IdentityLine.of(new IdentityLine.Gone("pod", "shop", name + "-1", "uid-" + name, nowMillis()));
    }

    static IdentityLine node(String name, String podCidr, String... ips) {
        return IdentityLine.of(new IdentityLine.Node("uid-" + name, name, List.of(ips), List.of(podCidr), Map.of()));
    }

    static IdentityLine service(String name, String clusterIp, IdentityLine.ServicePort... ports) {
        return IdentityLine.of(new IdentityLine.Service("shop", name, List.of(clusterIp), List.of(), List.of(ports)));
    }

    static IdentityLine.ServicePort port(String name, int port, int nodePort) {
        return new IdentityLine.ServicePort(name, port, nodePort);
    }

    static IdentityLine endpoints(String service, String portName, int port, IdentityLine.Address... addresses) {
        return IdentityLine.of(new IdentityLine.Endpoints(
                "shop",
                service + "-x1",
                service,
                List.of(new IdentityLine.EndpointPort(portName, port)),
                List.of(addresses)));
    }

    End peer(String ip, int port, long opened) {
        Address address = Address.parse(ip);
        return directory.peer(address.high(), address.low(), port, opened);
    }

    /** Who is at an address, for a connection that begins now. */
    String who(String ip, int port) {
        return text(peer(ip, port, bootNanos));
    }

    /** As {@code IP POD shop/cart-1 Deployment/cart @node-b via catalog:http stale unsettled}, as far as it applies. */
    static String text(End end) {
        Party party = end.party();
        StringBuilder text = new StringBuilder(party.attribution() + " " + party.kind());
        if (party.namespace() != null || party.name() != null) {
            text.append(' ').append(party.namespace() == null ? "" : party.namespace() + "/");
            text.append(party.name() == null ? "?" : party.name());
        }
        if (party.container() != null) {
            text.append('[').append(party.container()).append(']');
        }
        if (party.workload() != null) {
            text.append(' ')
                    .append(party.workload().kind())
                    .append('/')
                    .append(party.workload().name());
        }
        if (party.node() != null) {
            text.append(" @").append(party.node());
        }
        if (party.service() != null) {
            text.append(" via ")
                    .append(party.service().name())
                    .append(':')
                    .append(party.service().port());
        }
        return text + (party.stale() ? " stale" : "") + (end.isSettled() ? "" : " unsettled");
    }

    @Override
    public void close() {
        directory.close();
    }
}
