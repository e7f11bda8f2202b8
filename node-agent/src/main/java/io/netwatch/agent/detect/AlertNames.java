package io.netwatch.agent.detect;

/** Who is who in an alert's text. */
public interface AlertNames {
    /** A local pod as {@code namespace/name}, or the host by its name, for 0. Never null. */
    String source(long source);

    /** An address, as in {@code Endpoint}, by the name of who has it, or as it is. Never null. */
    String address(long high, long low);
}
