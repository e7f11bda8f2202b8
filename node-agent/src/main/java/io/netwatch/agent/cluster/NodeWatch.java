package io.netwatch.agent.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.policy.PolicyBook;
import io.netwatch.api.policy.ClusterNetWatchPolicy;
import io.netwatch.api.policy.NetWatchPolicy;
import io.netwatch.api.policy.Policy;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Watches the pods of one node, and policies; nothing else is ever asked of the API server. */
public final class NodeWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodeWatch.class);
    /** Looks in a row at which it is not heard before that is said; a watch is often begun anew. */
    private static final int PATIENCE = 10;

    private final Directory directory;
    private final PolicyBook book;
    private final Feed<WatchedPod, NodePod> pods;
    private final Feed<NetWatchPolicy, Policy> policies;
    private final Feed<ClusterNetWatchPolicy, Policy> clusterPolicies;
    private int looks;
    private boolean complained;

    /**
     * @param node whose pods
     * @param events the thread that directory and book are used by
     */
    public NodeWatch(KubernetesClient client, String node, Directory directory, PolicyBook book, Executor events) {
        this.directory = directory;
        this.book = book;
        this.pods = new Feed<>(
                client.resources(WatchedPod.class).inAnyNamespace().withField("spec.nodeName", node),
                WatchedPod::new,
                PodFacts::of,
                this::onPod,
                this::onPodGone,
                events);
        this.policies = new Feed<>(
                client.resources(NetWatchPolicy.class).inAnyNamespace(),
                NetWatchPolicy::new,
                policy -> policy,
                book::onPolicy,
                book::onPolicyGone,
                events);
        this.clusterPolicies = new Feed<>(
                client.resources(ClusterNetWatchPolicy.class),
                ClusterNetWatchPolicy::new,
                policy -> policy,
                book::onPolicy,
                book::onPolicyGone,
                events);
    }

    /** Begins to watch; returns at once. */
    public void start() {
        policies.start();
        clusterPolicies.start();
        pods.start();
    }

    /** To be called about once a second, on the thread of events: tells whether the API server is heard. */
    public void look() {
        boolean heard = pods.isWatching();
        directory.onApiServer(heard);
        looks = heard ? 0 : looks + 1;
        if (looks == PATIENCE) {
            LOG.warn("The API server is not heard; names and policies stay as last known until it is.");
            complained = true;
        } else if (heard && complained) {
            LOG.info("The API server is heard again.");
            complained = false;
        }
        if (policies.isComplete() && clusterPolicies.isComplete()) {
            book.onPoliciesKnown();
        }
    }

    private void onPod(NodePod pod) {
        book.onPod(pod);
        directory.onPod(pod);
    }

    private void onPodGone(String uid) {
        book.onPodGone(uid);
        directory.onPodGone(uid);
    }

    @Override
    public void close() {
        pods.close();
        policies.close();
        clusterPolicies.close();
    }
}
