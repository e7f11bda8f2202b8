package io.netwatch.agent.view;

import io.netwatch.agent.identify.Attribution;
import io.netwatch.agent.identify.Party;
import io.netwatch.api.identity.Workload;

/** Ends of connections to show. */
final class SampleParty {
    private SampleParty() {}

    /** A pod of a Deployment, known by its cgroup. */
    static Party pod(String namespace, String name, String deployment) {
        return new Party(
                Party.Kind.POD,
                Attribution.CGROUP,
                false,
                namespace,
                name,
                null,
                new Workload("Deployment", deployment),
                "main",
                "node-1",
                null);
    }

    /** A Service's port. */
    static Party service(String namespace, String name, String port) {
        return new Party(
                Party.Kind.SERVICE,
                Attribution.IP,
                false,
                namespace,
                name,
                null,
                null,
                null,
                null,
                new Party.Service(namespace, name, port));
    }
}
