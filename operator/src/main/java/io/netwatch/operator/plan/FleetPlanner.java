package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.netwatch.api.policy.LabelMatch;
import io.netwatch.operator.config.CloudSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the plans of all policies together. */
public final class FleetPlanner {
    private final CloudSettings cloud;

    public FleetPlanner(CloudSettings cloud) {
        this.cloud = cloud;
    }

    /** Plans the fleet; the result does not depend on the order of the policies. */
    public FleetPlan plan(Collection<PolicyPlan> policies) {
        List<PolicyPlan> active = policies.stream()
                .filter(PolicyPlan::isActive)
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
        Map<Account, Load> accounts = accounts(active);
        List<FleetPlan.Upload> uploads = new ArrayList<>();
        Map<PolicyKey, List<Finding>> findings = new HashMap<>();
        for (PolicyPlan policy : active) {
            policy.uploads().ifPresent(upload -> {
                Load load = accounts.get(Account.of(upload));
                uploads.add(new FleetPlan.Upload(
                        policy.key(), policy.uid(), upload.endpoint(), upload.apiKey(), load.interval(cloud)));
                load.quota(cloud).ifPresent(finding -> findings.put(policy.key(), List.of(finding)));
            });
        }
        return new FleetPlan(!active.isEmpty(), nodeSelectors(active), List.copyOf(uploads), Map.copyOf(findings));
    }

    private static List<LabelSelector> nodeSelectors(List<PolicyPlan> active) {
        Set<LabelSelector> selectors = new LinkedHashSet<>();
        for (PolicyPlan policy : active) {
            if (LabelMatch.isEmpty(policy.nodeSelector())) {
                return List.of();
            }
            selectors.add(policy.nodeSelector());
        }
        return List.copyOf(selectors);
    }

    private static Map<Account, Load> accounts(List<PolicyPlan> active) {
        Map<Account, Load> accounts = new HashMap<>();
        for (PolicyPlan policy : active) {
            policy.uploads()
                    .ifPresent(upload -> accounts.computeIfAbsent(
                                    Account.of(upload), account -> new Load(account.isFolder()))
                            .add(policy.nodes()));
        }
        return accounts;
    }

    /** Whose limits count: one key at one endpoint. */
    private record Account(String endpoint, String apiKey) {
        static Account of(PolicyPlan.Upload upload) {
            return new Account(upload.endpoint(), upload.apiKey());
        }

        boolean isFolder() {
            return apiKey == null;
        }
    }

    /** How many send with one key. */
    private static final class Load {
        private static final Duration MINUTE = Duration.ofMinutes(1);

        private final Set<String> hosts = new HashSet<>();
        private final boolean folder;
        private int senders;

        Load(boolean folder) {
            this.folder = folder;
        }

        void add(Set<String> nodes) {
            hosts.addAll(nodes);
            senders += nodes.size();
        }

        /**
         * Requests of all senders together stay below what the key allows. The number of senders is rounded up to two digits,
         * so that a node that comes or goes changes nothing for the others.
         */
        Duration interval(CloudSettings cloud) {
            if (folder) {
                return Duration.ZERO;
            }
            long seconds = MINUTE.toSeconds() * roundedUp(Math.max(1, senders));
            return Duration.ofSeconds((seconds + cloud.requestsPerMinute() - 1) / cloud.requestsPerMinute());
        }

        Optional<Finding> quota(CloudSettings cloud) {
            Integer limit = cloud.hostLimit();
            if (folder || limit == null || hosts.size() <= limit) {
                return Optional.empty();
            }
            return Optional.of(new Finding(
                    "CloudQuota",
                    hosts.size() + " nodes report with this key, but the account takes " + limit
                            + " hosts (chart value cloud.hostLimit): select fewer nodes or have the account raised"));
        }

        private static long roundedUp(long number) {
            long unit = 1;
            while (number / unit >= 100) {
                unit *= 10;
            }
            return (number + unit - 1) / unit * unit;
        }
    }
}
