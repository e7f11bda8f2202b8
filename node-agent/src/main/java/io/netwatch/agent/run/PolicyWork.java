package io.netwatch.agent.run;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.policy.Follower;
import io.netwatch.agent.snapshot.Gathering;
import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.node.PolicyReport.Upload;
import io.netwatch.api.policy.PolicySpec;
import java.util.List;

/** What is done for a policy beyond keeping its connections. It gathers on the thread of events; the rest is for any thread. */
final class PolicyWork implements Follower {
    private final String uid;
    private final PolicySpec spec;
    private final Gathering gathering;
    private volatile Upload upload;
    private volatile List<Unmet> unmet = List.of();

    /** {@code spec} is null on a machine that is in no cluster. */
    PolicyWork(String uid, PolicySpec spec, Gathering gathering) {
        this.uid = uid;
        this.spec = spec;
        this.gathering = gathering;
        this.upload = spec == null || spec.cloud() == null
                ? null
                : new Upload("Waiting", "No snapshot was sent yet.", null, 0, 0, 0);
    }

    /** The policy's. */
    String uid() {
        return uid;
    }

    PolicySpec spec() {
        return spec;
    }

    Gathering gathering() {
        return gathering;
    }

    @Override
    public void onConnection(long source, ConnectionEvent e) {
        gathering.onConnection(source, e);
    }

    @Override
    public void onTraffic(long source, ConnectionEvent e, long rxBytes, long txBytes) {
        gathering.onTraffic(source, e, rxBytes, txBytes);
    }

    @Override
    public void onDns(DnsMessage message) {
        gathering.onDns(message);
    }

    @Override
    public List<Unmet> unmet() {
        return unmet;
    }

    void setUnmet(List<Unmet> now) {
        unmet = now;
    }

    @Override
    public Upload upload() {
        return upload;
    }

    void setUpload(Upload now) {
        upload = now;
    }
}
