package io.netwatch.api.policy;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Asks NetWatch to watch connections of pods in any namespace, and of hosts. For whoever runs the cluster. */
@JsonDeserialize(using = JsonDeserializer.None.class) // not HasMetadata's, which Policy brings along
@Group(PolicyApi.GROUP)
@Version(PolicyApi.VERSION)
@Kind("ClusterNetWatchPolicy")
@Plural("clusternetwatchpolicies")
@ShortNames("cnwp")
public class ClusterNetWatchPolicy extends CustomResource<ClusterNetWatchPolicySpec, PolicyStatus> implements Policy {
    private static final long serialVersionUID = 1L;

    @Override
    public PolicySpec policySpec() {
        return getSpec() == null ? ClusterNetWatchPolicySpec.DEFAULT : getSpec();
    }
}
