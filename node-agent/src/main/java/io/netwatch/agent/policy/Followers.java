package io.netwatch.agent.policy;

import io.netwatch.api.policy.Policy;

/** Says who follows each policy. On the thread of events. */
public interface Followers {
    /** Nobody. */
    Followers NONE = new Followers() {
        @Override
        public Follower of(Policy policy) {
            return Follower.NONE;
        }

        @Override
        public void onGone(String uid) {}
    };

    /** Who follows a policy that is there for the first time or was edited; may be who did before. */
    Follower of(Policy policy);

    /** The policy is gone. */
    void onGone(String uid);
}
