package io.netwatch.agent.collect;

/** How a round trip was measured: by ICMP where that is allowed, else by what comes next best. */
public enum ProbeMethod {
    /** An echo request, as ping sends it. */
    ICMP,
    /** A TCP connect; a refusal is an answer. */
    TCP,
    /** A DNS query; any answer will do. */
    UDP,
    /** Not: there is nobody to ask, or no way to ask from here. */
    NONE
}
