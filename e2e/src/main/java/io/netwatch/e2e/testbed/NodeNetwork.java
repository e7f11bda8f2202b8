package io.netwatch.e2e.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * The network of a node: its own namespace, one for the world around it, and one for each pod.
 *
 * <pre>
 *   pod: eth0 10.244.0.5/32 ──veth── node: 10.244.0.1/32, route to 10.244.0.5; eth0 172.18.0.2 ──veth── world: 172.18.0.1
 * </pre>
 *
 * All that a pod sends is routed by the node, also to a pod beside it, as the ptp plugin of the CNI project does: so replies of a
 * service's backend pass where the address was translated, and clients keep their address. Methods may be called from any thread.
 */
public final class NodeNetwork {
    private final Run run;
    private final NetNamespace node;
    private final NetNamespace world;
    private final BitSet taken = new BitSet();
    private final long firstProcess;
    private int made;

    NodeNetwork(Run run) {
        this.run = run;
        node = run.namespace("node");
        world = run.namespace("world");
        node.ip(
                "link add eth0 type veth peer name eth0 netns " + world.name(),
                "addr add " + Addresses.NODE + "/24 dev eth0",
                "link set eth0 up");
        world.ip(
                "addr add " + Addresses.WORLD + "/24 dev eth0",
                "link set eth0 up",
                "addr add " + Addresses.EXTERNAL + "/32 dev lo",
                "addr add " + Addresses.CUSTOMER + "/32 dev lo",
                "route change 172.18.0.0/24 dev eth0 src " + Addresses.CUSTOMER,
                "route add blackhole " + Addresses.SILENT,
                "route add " + Addresses.PODS + " via " + Addresses.NODE);
        node.ip("route add default via " + Addresses.WORLD);
        node.sysctl("net.ipv4.ip_forward=1");
        world.sysctl("net.ipv4.ip_forward=1");
        node.nft("table ip egress { chain post { type nat hook postrouting priority srcnat;" + " ip saddr "
                + Addresses.PODS + " oifname \"eth0\" masquerade; }\n}");
        firstProcess = start(run, node);
    }

    private static long start(Run run, NetNamespace node) {
        Path hosts = run.folder().resolve("node-hosts");
        Folders.write(hosts, "127.0.0.1 localhost\n");
        List<String> command = new ContainerPlace(node, hosts, 0)
                .within(run.cgroup().child("init"), List.of("setsid", "sleep", "infinity"));
        try {
            return new ProcessBuilder(command).start().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process that is in the node's own namespace as long as there is a node. */
    long firstProcess() {
        return firstProcess;
    }

    /** The node's own namespace, in which pods with {@code hostNetwork} are too. */
    public NetNamespace node() {
        return node;
    }

    /** What is outside of the cluster. */
    public NetNamespace world() {
        return world;
    }

    /** A namespace for a pod, with the lowest address that is free. */
    PodNetwork attach() {
        int place;
        String name;
        synchronized (this) {
            place = taken.nextClearBit(0);
            taken.set(place);
            name = "pod" + made++;
        }
        String address = Addresses.pod(place);
        NetNamespace pod = run.namespace(name);
        node.ip(
                "link add " + name + " type veth peer name eth0 netns " + pod.name(),
                "addr add " + Addresses.GATEWAY + "/32 dev " + name,
                "link set " + name + " up",
                "route add " + address + "/32 dev " + name + " src " + Addresses.NODE);
        pod.ip(
                "addr add " + address + "/32 dev eth0",
                "link set eth0 up",
                "route add " + Addresses.GATEWAY + "/32 dev eth0",
                "route add default via " + Addresses.GATEWAY);
        // as kubelet leaves it, but for an end within seconds of attempts that nobody answers
        pod.sysctl("net.ipv4.tcp_syn_retries=1");
        return new PodNetwork(this, pod, address, place);
    }

    synchronized void free(int place) {
        taken.clear(place);
    }

    /** Replaces what translates service addresses. */
    void translate(ServiceRules rules) {
        node.nft(rules.text());
    }
}
