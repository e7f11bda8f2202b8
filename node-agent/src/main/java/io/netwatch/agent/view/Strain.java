package io.netwatch.agent.view;

/** Where the agent comes to its limits. Called from any thread. */
public interface Strain {
    /** How long events were left unread at most within the last half minute to minute, ns. */
    long longestPauseNanos();

    /** Names that were forgotten before their time, as there was no room for more. */
    long namesForgotten();

    /** Addresses of Services of which nobody could be asked what answers behind them, as too many questions waited. */
    long backendsNotAsked();

    /** Packets of DNS that told nothing: cut short before the end of their question, malformed, or out of any order. */
    long dnsUnread();
}
