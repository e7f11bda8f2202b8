package io.netwatch.agent.event;

/** Takes decoded records; a flyweight is valid for the call only. */
public interface EventHandler {
    void onConnection(ConnectionEvent event);

    void onCgroup(CgroupEvent event);

    /** Comes only while DNS messages are watched. */
    default void onDns(DnsEvent event) {}
}
