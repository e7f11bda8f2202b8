package io.netwatch.agent.send;

/** Why a snapshot will never be delivered. */
public enum DropReason {
    /** The spool's bound: the oldest of the longest queue goes first. */
    SPOOL_FULL("spool-full"),
    /** The disk took nothing: what memory holds meanwhile is bounded too, and is gone when the agent ends before the disk takes it. */
    DISK_FULL("disk-full"),
    /** Older than what the server takes. */
    EXPIRED("expired"),
    /** The server refused this one. */
    REJECTED("rejected"),
    /** The server did not understand the request it was in. */
    NOT_UNDERSTOOD("not-understood"),
    /** Over the server's limit even without its connections and processes. */
    TOO_LARGE("too-large"),
    /** Its bytes on disk are not those that were written. */
    DAMAGED("damaged");

    private final String word;

    DropReason(String word) {
        this.word = word;
    }

    /** As it is kept on disk and labels a metric; never changes. */
    public String word() {
        return word;
    }
}
