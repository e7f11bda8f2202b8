package io.netwatch.operator.tls;

/** Decides whether the bearer of a token may read metrics. */
@FunctionalInterface
public interface CallerCheck {
    /** What a caller is told. */
    enum Verdict {
        ALLOWED,
        /** The token is nobody's. */
        UNKNOWN_CALLER,
        /** The token is somebody's who may not. */
        FORBIDDEN,
        /** It could not be found out, which is a refusal as well. */
        UNDECIDED
    }

    /** May block; is called on worker threads, several at a time. Anything thrown counts as undecided. */
    Verdict check(String token);
}
