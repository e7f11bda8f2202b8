package io.netwatch.agent.detect;

/** Which addresses are of pods of this node. Allocates nothing. */
@FunctionalInterface
public interface LocalPods {
    /** {@code high} and {@code low}: the address, as in {@code Endpoint}. */
    boolean has(long high, long low);
}
