package io.netwatch.agent.identify;

import io.netwatch.api.identity.IdentityLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ports of a Service or a slice. Most have the same as many others: those share one object. */
final class Ports {
    static final int NO_PORT = -1;
    static final Ports NONE = new Ports(0);

    private static final int[] NO_NODE_PORTS = {};
    private static final int SHARED_MAX = 1024;

    private final int[] numbers;
    private final String[] names;
    private int[] nodePorts = NO_NODE_PORTS;

    private Ports(int count) {
        numbers = new int[count];
        names = new String[count];
    }

    /** Gives the same object for the same ports, as long as there are not too many. Used by one thread. */
    static final class Shared {
        private final Map<List<?>, Ports> all = new HashMap<>();

        Ports ofService(List<IdentityLine.ServicePort> told) {
            boolean isOwn = told.stream().anyMatch(port -> port.nodePort() != 0);
            return isOwn ? service(told) : share(told, service(told));
        }

        Ports ofSlice(List<IdentityLine.EndpointPort> told) {
            Ports ports = new Ports(told.size());
            for (int i = 0; i < told.size(); i++) {
                ports.set(i, told.get(i).port(), told.get(i).name());
            }
            return share(told, ports);
        }

        private static Ports service(List<IdentityLine.ServicePort> told) {
            Ports ports = new Ports(told.size());
            ports.nodePorts = new int[told.size()];
            for (int i = 0; i < told.size(); i++) {
                ports.set(i, told.get(i).port(), told.get(i).name());
                ports.nodePorts[i] = told.get(i).nodePort();
            }
            return ports;
        }

        private Ports share(List<?> told, Ports ports) {
            if (all.size() >= SHARED_MAX) {
                all.clear();
            }
            Ports known = all.putIfAbsent(List.copyOf(told), ports);
            return known == null ? ports : known;
        }
    }

    private void set(int index, int number, String name) {
        numbers[index] = number;
        names[index] = name == null ? "" : name.intern();
    }

    int count() {
        return numbers.length;
    }

    int number(int index) {
        return numbers[index];
    }

    /** Empty where there is none. */
    String name(int index) {
        return names[index];
    }

    /** 0 for none. */
    int nodePort(int index) {
        return nodePorts.length == 0 ? 0 : nodePorts[index];
    }

    /** {@link #NO_PORT} when there is none of this number. */
    int indexOf(int number) {
        return indexOf(numbers, number);
    }

    /** {@link #NO_PORT} when there is no such node port. */
    int indexOfNodePort(int number) {
        return indexOf(nodePorts, number);
    }

    private static int indexOf(int[] all, int number) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] == number) {
                return i;
            }
        }
        return NO_PORT;
    }

    /** {@link #NO_PORT} when there is none of this name. */
    int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return NO_PORT;
    }
}
