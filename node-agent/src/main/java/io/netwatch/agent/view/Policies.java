package io.netwatch.agent.view;

import io.netwatch.api.node.PolicyReport;
import java.util.List;
import java.util.Optional;

/** What is done for each policy. Called from any thread. */
public interface Policies {
    /** Of those that concern this node; empty outside of a cluster. */
    List<PolicyReport> reports();

    /** Counts about all of them, about a second old; empty outside of a cluster. */
    Optional<Figures> figures();

    /**
     * Counts about all policies.
     *
     * @param policies that are known
     * @param pods of this node that are known, and those that went lately
     * @param verdicts cgroups that have a verdict in the kernel
     * @param capacity cgroups that may have one
     * @param refused verdicts that could not be given, since the agent's start
     * @param ignored connections that the kernel did not tell, as nobody wants them
     * @param sampled events that the kernel did not tell one by one, as policies ask for a share of them
     * @param limited events that the kernel did not tell one by one, as they were beyond a policy's limit
     */
    record Figures(
            int policies,
            int pods,
            int verdicts,
            int capacity,
            long refused,
            long ignored,
            long sampled,
            long limited) {}
}
