package io.netwatch.agent.policy;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.node.PolicyReport.Upload;
import java.util.List;

/**
 * Who does more for a policy than keep its connections: counts, detects, sends. On the thread of events; what is called for each
 * event allocates nothing. A source is a number that stands for a pod of this node, 0 for the node's own processes.
 */
public interface Follower {
    /** Of a policy that wants no more. */
    Follower NONE = new Follower() {
        @Override
        public void onConnection(long source, ConnectionEvent e) {}

        @Override
        public void onTraffic(long source, ConnectionEvent e, long rxBytes, long txBytes) {}

        @Override
        public void onDns(DnsMessage message) {}

        @Override
        public List<Unmet> unmet() {
            return List.of();
        }

        @Override
        public Upload upload() {
            return null;
        }
    };

    /** Something happened to a connection that the policy wants, whether it asks to be told of it or not. Never a reading. */
    void onConnection(long source, ConnectionEvent e);

    /** A connection that is kept for the policy carried so much more payload. */
    void onTraffic(long source, ConnectionEvent e, long rxBytes, long txBytes);

    /** A pod that the policy selects asked DNS, or was answered. Comes only while DNS is watched. */
    void onDns(DnsMessage message);

    /** What of its part can't be done; empty when all is well. */
    List<Unmet> unmet();

    /** How sending goes; null when nothing is to be sent. */
    Upload upload();
}
