package io.netwatch.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.NodeFailure;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.plan.Finding;
import io.netwatch.operator.plan.PolicyPlan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What agents tell of a policy's uploads, for its status. */
final class Uploads {
    /** States of an upload in which nothing is amiss ({@link PolicyReport.Upload}). */
    private static final Set<String> WELL = Set.of("Delivering", "Waiting");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Uploads() {}

    /**
     * What is amiss, the most frequent first. A reason that the plan has found already is told once, with the plan's words before
     * the agents'.
     *
     * @param planned what the plan has found
     * @param last the status as it is; null when there is none
     */
    static List<Finding> with(
            List<Finding> planned, PolicyPlan plan, Map<String, PolicyReport> reports, PolicyStatus last) {
        List<Finding> all = new ArrayList<>(planned);
        for (Finding told : told(plan, reports, last)) {
            int same = all.stream().map(Finding::reason).toList().indexOf(told.reason());
            if (same < 0) {
                all.add(told);
            } else {
                all.set(same, new Finding(told.reason(), all.get(same).message() + "; " + told.message()));
            }
        }
        return all;
    }

    private static List<Finding> told(PolicyPlan plan, Map<String, PolicyReport> reports, PolicyStatus last) {
        if (plan.uploads().isEmpty()) {
            return List.of();
        }
        NodeGroups groups = new NodeGroups();
        for (String node : plan.nodes()) {
            PolicyReport report = reports.get(node);
            if (report != null && report.generation() == plan.generation() && isAmiss(report.upload())) {
                PolicyReport.Upload upload = report.upload();
                groups.add(Shortfall.reason(upload.state()), upload.message(), node);
            }
        }
        return groups.largest().stream()
                .map(group ->
                        new Finding(group.reason(), describe(group, plan.nodes().size(), last)))
                .toList();
    }

    private static boolean isAmiss(PolicyReport.Upload upload) {
        return upload != null && upload.state() != null && !WELL.contains(upload.state());
    }

    private static String describe(NodeFailure group, int nodes, PolicyStatus last) {
        UploadTrouble trouble = UploadTrouble.of(group.reason());
        String words = trouble.what() + " on " + group.count() + " of " + nodes + " nodes (" + NodeGroups.nodes(group)
                + "): " + trouble.advice();
        return group.message() == null || group.message().isBlank()
                ? words
                : words + "; " + group.nodes().get(0) + " says: " + steady(Shortfall.cut(group.message()), last);
    }

    /** A sentence that differs from what is told already in its numbers alone: each time would be a write to the API server. */
    private static String steady(String sentence, PolicyStatus last) {
        if (last == null) {
            return sentence;
        }
        String same = Stream.of(NUMBER.split(sentence, -1)).map(Pattern::quote).collect(Collectors.joining("\\d+"));
        return last.conditions().stream()
                .filter(condition -> StatusFactory.DEGRADED.equals(condition.getType()))
                .map(Condition::getMessage)
                .filter(Objects::nonNull)
                .map(Pattern.compile("(?<= says: )" + same)::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElse(sentence);
    }

    /**
     * When the cloud last took a snapshot, to the minute, so that it is another one once a minute at most; never earlier than what
     * was told before, as an agent may be gone since.
     *
     * @param last the status as it is; null when there is none
     * @param now no clock of a node is believed beyond it
     * @return null when it never did
     */
    static String lastTime(Collection<PolicyReport> reports, PolicyStatus last, Instant now) {
        Stream<String> told = reports.stream()
                .map(PolicyReport::upload)
                .filter(Objects::nonNull)
                .map(PolicyReport.Upload::lastDelivered);
        Stream<String> before = Stream.ofNullable(last).map(PolicyStatus::lastUploadTime);
        return Stream.concat(told, before)
                .map(Uploads::time)
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .map(newest -> newest.isAfter(now) ? now : newest)
                .map(newest -> newest.truncatedTo(ChronoUnit.MINUTES).toString())
                .orElse(null);
    }

    private static Optional<Instant> time(String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
