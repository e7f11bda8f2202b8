package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.policy.Selections;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.view.Alerts;
import io.netwatch.agent.view.Policies;
import io.netwatch.agent.view.Uploads;

/** For whom the agent works: a cluster's policies, or whoever runs it on a machine that is in none. */
interface ClusterLink extends Policies, AutoCloseable {
    /** To be made before the source: it follows whose cgroups are from the first on. */
    static ClusterLink of(AgentConfig config, Directory directory, BootClock clock) {
        return config.cluster().isPresent()
                ? new NodeLink(config, directory, clock)
                : new MachineLink(config, directory, clock);
    }

    /** What is wanted of each cgroup. */
    Selections selections();

    /**
     * Gives it the kernel to tell what is wanted, the table to tell what is behind Services, and the thread to do so on. To be
     * called before any is started.
     */
    void connect(EventSource source, ConnectionTable table, EventLoop loop);

    /** Begins to watch, and to send; returns at once. Throws when it can't, with what to do. */
    void start() throws Refusal;

    /** Addresses of Services of which nobody could be asked what is behind them. */
    long backendsNotAsked();

    /** What becomes of snapshots. */
    Uploads uploads();

    /** What looks wrong now, by policy. */
    Alerts alerts();

    @Override
    void close();
}
