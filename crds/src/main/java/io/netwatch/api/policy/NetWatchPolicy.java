package io.netwatch.api.policy;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Asks NetWatch to watch connections of pods in the policy's own namespace, and no others. */
@JsonDeserialize(using = JsonDeserializer.None.class) // not HasMetadata's, which Policy brings along
@Group(PolicyApi.GROUP)
@Version(PolicyApi.VERSION)
@Kind("NetWatchPolicy")
@Plural("netwatchpolicies")
@ShortNames("nwp")
public class NetWatchPolicy extends CustomResource<NetWatchPolicySpec, PolicyStatus> implements Policy, Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    public PolicySpec policySpec() {
        return getSpec() == null ? NetWatchPolicySpec.DEFAULT : getSpec();
    }
}
