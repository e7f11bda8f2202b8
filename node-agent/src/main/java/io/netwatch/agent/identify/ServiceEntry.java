package io.netwatch.agent.identify;

/** A Service as the operator tells of it, or as yet only its slices. */
final class ServiceEntry {
    private static final int[] NONE = {};

    final long key;
    final int number;
    final String namespace;
    final String name;
    /** Those of its addresses in {@link Addresses}, then those at which nodes answer for it. */
    int[] addresses = NONE;

    int clusterIps;
    Slice slices;
    boolean isTold;
    byte epoch;
    private Ports ports = Ports.NONE;

    ServiceEntry(long key, String namespace, String name, Numbered<ServiceEntry> all) {
        this.key = key;
        this.namespace = namespace.intern();
        this.name = name;
        this.number = all.add(this);
    }

    Ports ports() {
        return ports;
    }

    void setPorts(Ports now) {
        ports = now;
    }

    Party.Service reachedAt(int index) {
        String port = ports.name(index).isEmpty() ? Integer.toString(ports.number(index)) : ports.name(index);
        return new Party.Service(namespace, name, port);
    }

    /** Why nobody answers; {@code portName} null: whichever the port. */
    Trouble trouble(String portName) {
        int all = 0;
        int ready = 0;
        for (Slice slice = slices; slice != null; slice = slice.nextOfService) {
            if (portName == null || slice.ports().indexOf(portName) != Ports.NO_PORT) {
                all += slice.addresses.length;
                ready += slice.ready;
            }
        }
        if (!isTold || ready > 0) {
            return Trouble.NONE;
        }
        return all == 0 ? Trouble.NO_ENDPOINTS : Trouble.NO_READY_ENDPOINTS;
    }
}
