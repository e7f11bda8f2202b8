package io.netwatch.e2e.testbed;

/** A pod's network namespace and address. Closing removes the namespace and frees the address. */
final class PodNetwork implements AutoCloseable {
    private final NodeNetwork network;
    private final NetNamespace namespace;
    private final String address;
    private final int place;

    PodNetwork(NodeNetwork network, NetNamespace namespace, String address, int place) {
        this.network = network;
        this.namespace = namespace;
        this.address = address;
        this.place = place;
    }

    NetNamespace namespace() {
        return namespace;
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        namespace.close();
        network.free(place);
    }
}
