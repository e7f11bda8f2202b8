package io.netwatch.api.snapshot;

/** The bytes aren't the object that was asked for. The message is one short sentence for a person, with the place where known. */
public final class UnreadableJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableJsonException(String message) {
        super(message);
    }
}
