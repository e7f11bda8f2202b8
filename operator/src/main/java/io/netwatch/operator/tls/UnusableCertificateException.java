package io.netwatch.operator.tls;

/**
 * A certificate or key that can't be read or doesn't fit. The message says what is wrong and holds nothing of the input,
 * which may be a key; there is no cause for the same reason.
 */
public final class UnusableCertificateException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableCertificateException(String message) {
        super(message);
    }
}
