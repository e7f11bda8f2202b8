package io.netwatch.operator.tls;

/** Why an agent gave no answer that can be used. */
public enum AgentFailure {
    /** Nothing listens there, the network refused, or the connection broke. */
    UNREACHABLE,
    /** One side refused the other's certificate, or no version of TLS suited both. */
    TLS_REFUSED,
    /** Another status than 200. */
    BAD_STATUS,
    /** No complete answer within the deadline. */
    TIMEOUT,
    /** The head or the body was longer than allowed. */
    TOO_LARGE
}
