package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.netwatch.operator.config.SecurityProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an agent's container may do. Its root file system is read-only in every profile. */
final class AgentSecurity {
    /** Each capability of the restricted profile, with what does not work without it. */
    private static final Map<String, String> CAPABILITIES = new TreeMap<>(Map.of(
            "BPF", "loading programs and maps",
            "PERFMON", "attaching programs to tracepoints, and reading kernel memory in them",
            "SYS_RESOURCE", "locked memory for maps, which kernels before 5.11 count against the process",
            "SYS_PTRACE",
                    "names and sockets of other users' processes in /proc, for connections that were open before"));

    private AgentSecurity() {}

    static SecurityContext of(SecurityProfile profile) {
        return switch (profile) {
            case PRIVILEGED ->
                new SecurityContextBuilder()
                        .withPrivileged(true)
                        .withReadOnlyRootFilesystem(true)
                        .withRunAsUser(0L)
                        .build();
            case RESTRICTED -> restricted();
        };
    }

    private static SecurityContext restricted() {
        return new SecurityContextBuilder()
                .withPrivileged(false)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withRunAsUser(0L)
                .withNewCapabilities()
                .withAdd(new ArrayList<>(CAPABILITIES.keySet()))
                .withDrop(List.of("ALL"))
                .endCapabilities()
                .withNewSeccompProfile(null, "RuntimeDefault")
                .build();
    }
}
