package io.netwatch.agent.identify;

import io.netwatch.api.identity.IdentityLine;
import java.util.List;

/** A Service as the operator tells of it, or as yet only its slices. */
final class ServiceEntry {
    static final int NO_PORT = -1;

    private static final int[] NONE = {};
    private static final String[] UNNAMED = {""};

    final long key;
    final int number;
    final String namespace;
    final String name;
    /** Those of its addresses, then those at which nodes answer for it. */
    int[] addresses = NONE;

    int clusterIps;
    Slice slices;
    boolean isTold;
    byte epoch;
    private int[] ports = NONE;
    private String[] portNames = UNNAMED;
    private int edition;

    ServiceEntry(long key, String namespace, String name, Numbered<ServiceEntry> all) {
        this.key = key;
        this.namespace = namespace.intern();
        this.name = name;
        this.number = all.add(this);
    }

    /** Port numbers and node ports in turn. */
    void setPorts(List<IdentityLine.ServicePort> told) {
        edition++;
        ports = new int[told.size() * 2];
        portNames = told.size() == 1 && told.get(0).name() == null ? UNNAMED : new String[told.size()];
        for (int i = 0; i < told.size(); i++) {
            ports[2 * i] = told.get(i).port();
            ports[2 * i + 1] = told.get(i).nodePort();
            portNames[i] = PortNames.of(told.get(i).name());
        }
    }

    int portCount() {
        return ports.length / 2;
    }

    int nodePort(int index) {
        return ports[2 * index + 1];
    }

    /** {@link #NO_PORT} when it has no such port. */
    int indexOf(int port) {
        for (int i = 0; i < ports.length; i += 2) {
            if (ports[i] == port) {
                return i / 2;
            }
        }
        return NO_PORT;
    }

    /** {@link #NO_PORT} when it has no such node port. */
    int indexOfNodePort(int port) {
        for (int i = 1; i < ports.length; i += 2) {
            if (ports[i] == port) {
                return i / 2;
            }
        }
        return NO_PORT;
    }

    /** {@link #NO_PORT} when it has none of that name. */
    int indexOf(String portName) {
        for (int i = 0; i < portCount(); i++) {
            if (portNames[i].equals(portName)) {
                return i;
            }
        }
        return NO_PORT;
    }

    /** Changes with the ports. */
    int edition() {
        return edition;
    }

    String portName(int index) {
        return portNames[index];
    }

    Party.Service reachedAt(int index) {
        String port = portNames[index].isEmpty() ? Integer.toString(ports[2 * index]) : portNames[index];
        return new Party.Service(namespace, name, port);
    }

    /** Why nobody answers; {@code portName} null: whichever the port. */
    Trouble trouble(String portName) {
        int all = 0;
        int ready = 0;
        for (Slice slice = slices; slice != null; slice = slice.nextOfService) {
            if (portName == null || slice.hasPort(portName)) {
                all += slice.size();
                ready += slice.ready();
            }
        }
        if (!isTold || ready > 0) {
            return Trouble.NONE;
        }
        return all == 0 ? Trouble.NO_ENDPOINTS : Trouble.NO_READY_ENDPOINTS;
    }
}
