package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.netwatch.operator.config.AgentSettings;
import io.netwatch.operator.plan.FleetPlan;
import java.util.ArrayList;
import java.util.List;

/** All objects that agents need, in the order in which they are to be made. */
public final class AgentObjects {
    private final AgentIdentity identity;
    private final AgentSettings settings;
    private final String operator;

    /** @param operator where agents reach the operator, {@code host:port}; null when they can't */
    public AgentObjects(AgentIdentity identity, AgentSettings settings, String operator) {
        this.identity = identity;
        this.settings = settings;
        this.operator = operator;
    }

    /** The objects as they should be; none when no policy needs an agent. */
    public List<HasMetadata> desired(FleetPlan plan) {
        if (!plan.needed()) {
            return List.of();
        }
        List<HasMetadata> objects = new ArrayList<>(List.of(
                AgentServiceAccount.desired(identity),
                AgentConfigMap.desired(identity, plan),
                AgentCloudSecret.desired(identity, plan),
                AgentService.desired(identity)));
        if (settings.networkPolicy()) {
            objects.add(AgentNetworkPolicy.desired(identity));
        }
        objects.add(AgentDaemonSet.desired(identity, settings, operator, plan));
        return List.copyOf(objects);
    }
}
