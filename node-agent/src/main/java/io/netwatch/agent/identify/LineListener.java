package io.netwatch.agent.identify;

import io.netwatch.api.identity.IdentityLine;

/** Follows what the operator tells; called on the thread of events, with each line in its turn. */
@FunctionalInterface
public interface LineListener {
    void onLine(IdentityLine line);
}
