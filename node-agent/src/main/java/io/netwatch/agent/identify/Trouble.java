package io.netwatch.agent.identify;

/** Why a connect had to fail, in Kubernetes' terms. */
public enum Trouble {
    NONE,
    /** The Service has no endpoints at all: its selector matches no pod, or none that has an address. */
    NO_ENDPOINTS,
    /** The Service has endpoints, but none is ready. */
    NO_READY_ENDPOINTS,
    /** The pod that held the address has ended. */
    POD_ENDED
}
