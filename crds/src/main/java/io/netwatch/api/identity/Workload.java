package io.netwatch.api.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What runs a pod, as people know it: the Deployment rather than its ReplicaSet, the CronJob rather than one of its Jobs.
 *
 * @param kind for example Deployment
 * @param name its name, in the pod's namespace
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Workload(String kind, String name) {
    private static final String POD_TEMPLATE_HASH = "pod-template-hash";
    /** A CronJob names its Jobs by the minute since 1970 (Kubernetes, pkg/controller/cronjob/utils.go, getJobName). */
    private static final Pattern OF_CRON_JOB = Pattern.compile("(.+)-\\d{8}");

    /**
     * The workload of a pod's controller, without asking for the controller itself.
     *
     * @param ownerKind kind of the owner reference with {@code controller: true}; null when there is none
     * @param labels the pod's
     * @return null for a pod without a controller
     */
    public static Workload of(String ownerKind, String ownerName, Map<String, String> labels) {
        if (ownerKind == null) {
            return null;
        }
        if (ownerKind.equals("ReplicaSet")) {
            String suffix = "-" + labels.get(POD_TEMPLATE_HASH);
            return ownerName.endsWith(suffix)
                    ? new Workload("Deployment", ownerName.substring(0, ownerName.length() - suffix.length()))
                    : new Workload(ownerKind, ownerName);
        }
        if (ownerKind.equals("Job")) {
            var cron = OF_CRON_JOB.matcher(ownerName);
            return cron.matches() ? new Workload("CronJob", cron.group(1)) : new Workload(ownerKind, ownerName);
        }
        return new Workload(ownerKind, ownerName);
    }
}
