package io.netwatch.api.policy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of the CRDs ({@link Rules}), for specs that the API server did not hold against them: those stored before a rule
 * was there, or under a CRD that somebody edited. Problems come in the order of the fields.
 */
public final class PolicyCheck {
    private static final Pattern SECRET_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern SECRET_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");
    private static final int MAX_PORT = 65_535;

    private final List<Problem> problems = new ArrayList<>();

    private PolicyCheck() {}

    /** What is wrong with a policy's spec; empty when nothing is. */
    public static List<Problem> of(PolicySpec spec) {
        PolicyCheck check = new PolicyCheck();
        if (spec.unreadable() != null) {
            return List.of(new Problem("spec", "can't be read: " + spec.unreadable()));
        }
        check.selectors(spec);
        check.filters(spec);
        check.limits(spec);
        check.snapshot(spec.snapshot());
        check.cloud(spec);
        check.detectors(spec.detectors());
        check.expiry(spec.expiresAt());
        return List.copyOf(check.problems);
    }

    private void selectors(PolicySpec spec) {
        if (spec instanceof ClusterNetWatchPolicySpec cluster) {
            selector("spec.namespaceSelector", cluster.namespaceSelector());
            selector("spec.nodeSelector", cluster.nodeSelector());
        }
        selector("spec.podSelector", spec.podSelector());
    }

    private void selector(String field, LabelSelector selector) {
        if (selector == null) {
            return;
        }
        Map<String, String> labels = selector.getMatchLabels();
        hold(labels == null || !labels.containsValue(null), field + ".matchLabels", "each label must have a value");
        if (selector.getMatchExpressions() == null) {
            return;
        }
        int index = 0;
        for (LabelSelectorRequirement term : selector.getMatchExpressions()) {
            String path = field + ".matchExpressions[" + index++ + "]";
            if (term == null || term.getKey() == null) {
                hold(false, path + ".key", "key must be the name of a label");
                continue;
            }
            boolean known = OPERATORS.contains(String.valueOf(term.getOperator()));
            boolean wantsValues = "In".equals(term.getOperator()) || "NotIn".equals(term.getOperator());
            boolean hasValues = term.getValues() != null && !term.getValues().isEmpty();
            hold(known, path + ".operator", Rules.SELECTOR_OPERATOR_MESSAGE);
            hold(!known || wantsValues == hasValues, path, Rules.SELECTOR_VALUES_MESSAGE);
        }
    }

    private void filters(PolicySpec spec) {
        if (spec.ports() != null) {
            ports("spec.ports.include", spec.ports().include());
            ports("spec.ports.exclude", spec.ports().exclude());
        }
        if (spec.cidrs() != null) {
            hold(spec.cidrs().include().stream().allMatch(Cidr::isValid), "spec.cidrs.include", Rules.CIDR_MESSAGE);
            hold(spec.cidrs().exclude().stream().allMatch(Cidr::isValid), "spec.cidrs.exclude", Rules.CIDR_MESSAGE);
        }
        if (spec.sampling() != null) {
            within(spec.sampling().percent(), 1, 100, "spec.sampling.percent", Rules.PERCENT_MESSAGE);
        }
    }

    private void ports(String field, List<PortRange> ranges) {
        int index = 0;
        for (PortRange range : ranges) {
            String path = field + "[" + index++ + "]";
            if (range.port() == null) {
                hold(false, path + ".port", Rules.PORT_MESSAGE);
                continue;
            }
            within(range.port(), 1, MAX_PORT, path + ".port", Rules.PORT_MESSAGE);
            if (range.endPort() != null) {
                within(range.endPort(), range.port(), MAX_PORT, path + ".endPort", Rules.END_PORT_MESSAGE);
            }
        }
    }

    private void limits(PolicySpec spec) {
        Limits limits = spec.limits() == null ? new Limits(null, null) : spec.limits();
        within(
                limits.eventsPerSecondPerPod(),
                1,
                100_000,
                "spec.limits.eventsPerSecondPerPod",
                Rules.EVENTS_PER_SECOND_MESSAGE);
        within(limits.connections(), 1, 1_048_576, "spec.limits.connections", Rules.CONNECTIONS_MESSAGE);
        Budget budget = spec.budget();
        if (budget == null) {
            return;
        }
        hold(Amount.isAtLeast(budget.cpu(), "10m"), "spec.budget.cpu", Rules.BUDGET_CPU_MESSAGE);
        boolean memory = Amount.isAtLeast(budget.memory(), "4Mi");
        hold(memory, "spec.budget.memory", Rules.BUDGET_MEMORY_MESSAGE);
        long needed = (long) limits.connections() * Limits.BYTES_PER_CONNECTION;
        hold(
                !memory || Amount.isAtLeast(budget.memory(), Long.toString(needed)),
                "spec.limits.connections",
                Rules.LIMITS_IN_BUDGET_MESSAGE);
    }

    private void snapshot(SnapshotSettings snapshot) {
        if (snapshot == null) {
            return;
        }
        hold(SnapshotInterval.isValid(snapshot.interval()), "spec.snapshot.interval", Rules.INTERVAL_MESSAGE);
        within(snapshot.topConnections(), 0, 10_000, "spec.snapshot.topConnections", Rules.TOP_CONNECTIONS_MESSAGE);
    }

    private void cloud(PolicySpec spec) {
        CloudUpload cloud = spec.cloud();
        if (cloud == null) {
            return;
        }
        boolean cluster = spec instanceof ClusterNetWatchPolicySpec;
        boolean folder = CloudAddress.isFolder(cloud.endpoint());
        hold(
                CloudAddress.isUrl(cloud.endpoint(), "https") || (cluster && folder),
                "spec.cloud.endpoint",
                cluster ? Rules.CLUSTER_ENDPOINT_MESSAGE : Rules.NAMESPACED_ENDPOINT_MESSAGE);
        SecretKeyRef key = cloud.apiKeySecretRef();
        hold(key != null || folder, "spec.cloud.apiKeySecretRef", Rules.KEY_NEEDED_MESSAGE);
        if (key != null) {
            hold(
                    key.name() != null && SECRET_NAME.matcher(key.name()).matches(),
                    "spec.cloud.apiKeySecretRef.name",
                    Rules.SECRET_NAME_MESSAGE);
            hold(SECRET_KEY.matcher(key.key()).matches(), "spec.cloud.apiKeySecretRef.key", Rules.SECRET_KEY_MESSAGE);
        }
        hold(
                cloud.proxy() == null || CloudAddress.isUrl(cloud.proxy(), "http"),
                "spec.cloud.proxy",
                Rules.PROXY_MESSAGE);
        hold(
                cloud.caBundle() == null || CloudAddress.isCaBundle(cloud.caBundle()),
                "spec.cloud.caBundle",
                Rules.CA_BUNDLE_MESSAGE);
    }

    private void detectors(Detectors detectors) {
        if (detectors == null) {
            return;
        }
        String field = "spec.detectors.";
        if (detectors.portScan() != null) {
            int ports = detectors.portScan().distinctPorts();
            within(ports, 2, MAX_PORT, field + "portScan.distinctPorts", Rules.DISTINCT_PORTS_MESSAGE);
        }
        if (detectors.beaconing() != null) {
            int attempts = detectors.beaconing().attempts();
            within(attempts, 3, 1000, field + "beaconing.attempts", Rules.ATTEMPTS_MESSAGE);
        }
        if (detectors.dnsTunnel() != null) {
            int queries = detectors.dnsTunnel().queriesPerMinute();
            within(queries, 1, 100_000, field + "dnsTunnel.queriesPerMinute", Rules.QUERIES_MESSAGE);
        }
        if (detectors.bandwidth() != null) {
            int megabytes = detectors.bandwidth().megabytesPerSecond();
            within(megabytes, 1, 100_000, field + "bandwidth.megabytesPerSecond", Rules.THROUGHPUT_MESSAGE);
        }
    }

    private void expiry(String expiresAt) {
        if (expiresAt == null) {
            return;
        }
        try {
            OffsetDateTime.parse(expiresAt);
        } catch (DateTimeException e) {
            hold(false, "spec.expiresAt", Rules.EXPIRES_AT_MESSAGE);
        }
    }

    private void within(long value, long least, long most, String field, String message) {
        hold(value >= least && value <= most, field, message);
    }

    private void hold(boolean holds, String field, String message) {
        if (!holds) {
            problems.add(new Problem(field, message));
        }
    }
}
