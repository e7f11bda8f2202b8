package io.netwatch.agent.identify;

import io.netwatch.api.identity.IdentityLine;
import java.util.List;

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

    private int ready;
    private int[] ports = NONE;
    private String[] portNames;

    Slice(long key, ServiceEntry service, Numbered<Slice> all) {
        this.key = key;
        this.service = service;
        this.number = all.add(this);
    }

    void setPorts(List<IdentityLine.EndpointPort> told) {
        ports = told.stream().mapToInt(IdentityLine.EndpointPort::port).toArray();
        portNames = told.stream().map(port -> PortNames.of(port.name())).toArray(String[]::new);
    }

    void setReady(int count) {
        ready = count;
    }

    int size() {
        return addresses.length;
    }

    int ready() {
        return ready;
    }

    /** Null when pods do not listen on it. */
    String portName(int port) {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == port) {
                return portNames[i];
            }
        }
        return null;
    }

    boolean hasPort(String name) {
        for (String each : portNames) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
