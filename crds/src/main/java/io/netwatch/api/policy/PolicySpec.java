package io.netwatch.api.policy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/** What both kinds of policy can ask for. Nothing that is a list is null; other nulls say that nothing was asked. */
public sealed interface PolicySpec permits NetWatchPolicySpec, ClusterNetWatchPolicySpec {
    LabelSelector podSelector();

    List<EventType> events();

    List<Direction> directions();

    PortFilter ports();

    CidrFilter cidrs();

    Sampling sampling();

    Limits limits();

    Budget budget();

    SnapshotSettings snapshot();

    CloudUpload cloud();

    Detectors detectors();

    boolean suspend();

    /** RFC 3339; null for never. */
    String expiresAt();

    /** Why the spec could not be read, in Jackson's words; null when it could. Then all else is its default. */
    String unreadable();
}
