package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.policy.Selection;
import io.netwatch.agent.policy.Selections;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.view.Policies;
import io.netwatch.api.node.PolicyReport;
import java.util.List;
import java.util.Optional;

/** What the agent has of the cluster that it is in, if it is in one. */
interface ClusterLink extends Policies, AutoCloseable {
    /** Outside of a cluster nothing of Kubernetes is asked, nor loaded. */
    ClusterLink NONE = new ClusterLink() {
        @Override
        public Selections selections() {
            return cgroup -> Selection.EVERYTHING;
        }

        @Override
        public void connect(EventSource source, ConnectionTable table, EventLoop loop) {}

        @Override
        public void start() {}

        @Override
        public List<PolicyReport> reports() {
            return List.of();
        }

        @Override
        public Optional<Figures> figures() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    };

    /** To be made before the source: it follows whose cgroups are from the first on. */
    static ClusterLink of(AgentConfig config, Directory directory) {
        return config.cluster().isPresent() ? new NodeLink(config, directory) : NONE;
    }

    /** What is wanted of each cgroup. */
    Selections selections();

    /**
     * Gives it the kernel to tell what is wanted, the table to tell what is behind Services, and the thread to do so on. To be
     * called before any is started.
     */
    void connect(EventSource source, ConnectionTable table, EventLoop loop);

    /** Begins to watch; returns at once. */
    void start();

    @Override
    void close();
}
