package io.netwatch.agent.identify;

/** Names of ports, of which there are few, each kept once. */
final class PortNames {
    private PortNames() {}

    /** Empty for null. */
    static String of(String told) {
        return told == null ? "" : told.intern();
    }
}
