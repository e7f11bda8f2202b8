package io.netwatch.operator.config;

/** Settings that can't be followed; the message says which and what to write instead. */
public final class InvalidConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message);
    }

    static void unless(boolean valid, String message) {
        if (!valid) {
            throw new InvalidConfigException(message);
        }
    }
}
