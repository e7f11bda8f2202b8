package io.netwatch.agent.view;

import io.netwatch.api.snapshot.Alert;
import java.util.List;
import java.util.Map;

/** What looks wrong. Called from any thread. */
@FunctionalInterface
public interface Alerts {
    /** Those that are active, by the uid of the policy that asks for them; a policy without any is not there. */
    Map<String, List<Alert>> active();
}
