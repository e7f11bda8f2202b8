package io.netwatch.agent.view;

import io.netwatch.agent.kernel.Attachment;
import io.netwatch.api.node.ExitReason;
import io.netwatch.api.node.NodeReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.TreeMap;

/** How this agent does, for the operator to put into a policy's status. */
@Path("/api/v1/node")
public final class NodeResource {
    private final AgentFacts facts;
    private final Counters counters;
    private final EventRate rate;
    private final Policies policies;

    NodeResource(AgentFacts facts, Counters counters, EventRate rate, Policies policies) {
        this.facts = facts;
        this.counters = counters;
        this.rate = rate;
        this.policies = policies;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public NodeReport report() {
        Completeness counts = counters.now();
        Map<String, Long> lost = new TreeMap<>();
        for (Loss reason : Loss.values()) {
            lost.put(reason.label(), counts.lostTo(reason));
        }
        return new NodeReport(
                facts.version(),
                attach(facts.attachment()),
                counts.seenInAll(),
                rate.perSecond(),
                lost,
                facts.startedAt().toString(),
                policies.reports());
    }

    private static NodeReport.Attach attach(Attachment attachment) {
        return new NodeReport.Attach(
                attachment.mode().label(),
                attachment.hooks(),
                attachment.refused().stream()
                        .map(refusal -> new NodeReport.Refused(
                                refusal.hooks(),
                                ExitReason.valueOf(refusal.reason().name()).conditionReason(),
                                refusal.sentence()))
                        .toList());
    }
}
