package io.netwatch.agent.event;

/** Takes decoded records; a flyweight is valid for the call only. */
public interface EventHandler {
    void onConnection(ConnectionEvent event);

    void onCgroup(CgroupEvent event);
}
