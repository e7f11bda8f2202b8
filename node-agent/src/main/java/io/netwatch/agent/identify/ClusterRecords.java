package io.netwatch.agent.identify;

/** All that is known of the cluster, most of it outside the heap. Used by one thread. */
final class ClusterRecords implements AutoCloseable {
    private final Arena arena = new Arena();
    private final Names names = new Names(arena);
    final PodRecords pods = new PodRecords(arena, names);
    final Addresses addresses = new Addresses(arena);
    final Claims claims = new Claims(arena, addresses);
    final Services services = new Services(claims);
    final Nodes nodes = new Nodes(claims, names);
    final PodAddresses podAddresses;

    /** {@code nowMillis}: since 1970. */
    ClusterRecords(long nowMillis) {
        podAddresses = new PodAddresses(new Ticks(nowMillis), addresses, pods, new Holds(arena, addresses));
    }

    /** Bytes outside the heap. */
    long bytes() {
        return arena.bytes() + names.bytes() + pods.bytes() + addresses.bytes();
    }

    @Override
    public void close() {
        arena.close();
        names.close();
        pods.close();
        addresses.close();
    }
}
