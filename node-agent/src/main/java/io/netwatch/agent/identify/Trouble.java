package io.netwatch.agent.identify;

/** Why a connect had to fail, in Kubernetes' terms. */
public enum Trouble {
    NONE(0),
    /** The Service has no endpoints at all: its selector matches no pod, or none that has an address. */
    NO_ENDPOINTS(1),
    /** The Service has endpoints, but none is ready. */
    NO_READY_ENDPOINTS(2),
    /** The pod that held the address has ended. */
    POD_ENDED(3);

    private static final Trouble[] BY_CODE = {NONE, NO_ENDPOINTS, NO_READY_ENDPOINTS, POD_ENDED};

    private final int code;

    Trouble(int code) {
        this.code = code;
    }

    /** A number for it, from 0. */
    public int code() {
        return code;
    }

    /** The one with a number. */
    public static Trouble of(int code) {
        return BY_CODE[code];
    }
}
