package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.netwatch.operator.config.AgentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an agent's container may do. Its root file system is read-only in every profile. */
final class AgentSecurity {
    /** Ways to attach that end in BPF, or begin with trying it. */
    private static final Set<String> WITH_BPF = Set.of("auto", "tracepoint", "kprobe");

    /** Ways to attach that end in polling {@code /proc}. */
    private static final Set<String> WITH_PROCFS = Set.of("auto", "procfs");

    private AgentSecurity() {}

    static SecurityContext of(AgentSettings settings) {
        return switch (settings.securityProfile()) {
            case PRIVILEGED ->
                new SecurityContextBuilder()
                        .withPrivileged(true)
                        .withReadOnlyRootFilesystem(true)
                        .withRunAsUser(0L)
                        .build();
            case RESTRICTED ->
                new SecurityContextBuilder()
                        .withPrivileged(false)
                        .withAllowPrivilegeEscalation(false)
                        .withReadOnlyRootFilesystem(true)
                        .withRunAsUser(0L)
                        .withNewCapabilities()
                        .withAdd(capabilities(settings))
                        .withDrop(List.of("ALL"))
                        .endCapabilities()
                        .withNewSeccompProfile(null, "RuntimeDefault")
                        .build();
        };
    }

    /** Each with what does not work without it (capabilities(7)). */
    private static List<String> capabilities(AgentSettings settings) {
        String attach = settings.attach();
        List<String> capabilities = new ArrayList<>();
        if (WITH_BPF.contains(attach)) {
            capabilities.add("BPF"); // loading programs and maps
            capabilities.add("PERFMON"); // attaching them, and reading kernel memory in them
            capabilities.add("SYS_RESOURCE"); // memory of maps, which kernels before 5.11 hold against RLIMIT_MEMLOCK
        }
        if (settings.dns() && WITH_BPF.contains(attach)) {
            capabilities.add("NET_ADMIN"); // attaching to cgroups' packets (kernel/bpf/syscall.c,
            // bpf_prog_attach_check_attach_type)
        }
        if (WITH_PROCFS.contains(attach)) {
            capabilities.add("SYS_PTRACE"); // /proc/<pid>/fd of other users, for whose a socket is ...
            capabilities.add("DAC_READ_SEARCH"); // ... which each of the two alone does not open
        }
        return List.copyOf(capabilities);
    }
}
