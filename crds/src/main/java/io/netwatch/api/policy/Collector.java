package io.netwatch.api.policy;

import java.util.List;

/** What a snapshot tells beside connections. */
public enum Collector {
    /** Counters of the host's network interfaces. */
    Interfaces,
    /** Round-trip time and loss to gateway and resolver. */
    Health,
    /** CPU, memory, load, swap. */
    System,
    /** Space and I/O of disks. */
    Disks,
    /** Bytes and connections of processes. */
    Processes,
    /** Queries, answers and their latency. */
    Dns;

    /** What is collected when a policy does not say: all but DNS, which reads what the pods ask. */
    public static final List<Collector> USUAL = List.of(Interfaces, Health, System, Disks, Processes);
}
