package io.netwatch.agent.identify;

/** An EndpointSlice: some of what a Service leads to. */
final class Slice {
    private static final int[] NONE = {};

    final long key;
    final int number;
    final ServiceEntry service;
    Slice nextOfService;
    byte epoch;
    /** Records in {@link Addresses}. */
    int[] addresses = NONE;
    /** How many of them are. */
    int ready;

    private final Ports ports;

    Slice(long key, ServiceEntry service, Ports ports, Numbered<Slice> all) {
        this.key = key;
        this.service = service;
        this.ports = ports;
        this.number = all.add(this);
    }

    Ports ports() {
        return ports;
    }

    /** Null when pods do not listen on it. */
    String portName(int port) {
        int index = ports.indexOf(port);
        return index == Ports.NO_PORT ? null : ports.name(index);
    }
}
