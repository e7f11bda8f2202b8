package io.netwatch.agent.identify;

/** Who told of a pod: {@code bit} shifts its flags in {@link PodRecords}. */
enum Teller {
    /** Of this node's pods. */
    API_SERVER(0),
    /** Of all. */
    OPERATOR(1);

    private final int bit;

    Teller(int bit) {
        this.bit = bit;
    }

    int flag(int ofFirst) {
        return ofFirst << bit;
    }

    /** The flag of either. */
    static int any(int ofFirst) {
        return ofFirst | ofFirst << 1;
    }
}
