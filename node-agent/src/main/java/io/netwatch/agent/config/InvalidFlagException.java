package io.netwatch.agent.config;

/** A flag that can't be used as given. Its message is one sentence for the person who typed it, and names the flag. */
public final class InvalidFlagException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidFlagException(String message) {
        super(message);
    }
}
