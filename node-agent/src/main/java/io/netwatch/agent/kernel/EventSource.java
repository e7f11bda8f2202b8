package io.netwatch.agent.kernel;

import io.netwatch.agent.libbpf.BpfException;
import java.util.Optional;

/**
 * A source of events. All but {@link #wake} are called by one thread, the one that the source's handler runs on.
 * Closing detaches everything and takes at most 100 ms.
 */
public interface EventSource extends AutoCloseable {
    /** How it is attached, and why not better. */
    Attachment attachment();

    /** Hands over what is there, without waiting, at most so many records. Returns how many it were. */
    int drain(int limit);

    /** Pauses while events are coming, so that they gather; {@link #wake} ends it, and a source in need of a reader. */
    void await(int millis);

    /** Waits for the next event or {@link #wake}, at most so many milliseconds. */
    void sleep(int millis);

    /** Ends the present wait, or the next one; from any thread, at any time. */
    void wake();

    /** Reads every open connection anew, each as an event of kind OPEN. */
    void readOpen() throws BpfException;

    /**
     * Finds connections that are open and were not watched when they began, each as an event of kind OPEN; to be called when
     * a verdict has come to take in more. Reads the open files of all processes: some milliseconds.
     */
    void findOpen() throws BpfException;

    /**
     * Begins or ends watching DNS messages, which is off at first; each is told by {@code EventHandler.onDns}. Does nothing when
     * that is so already. All cgroups are watched but those whose verdict is IGNORE; nothing else of a verdict matters here.
     * Loading takes some ten milliseconds, and while DNS is watched every packet of the machine costs a little. Where it fails it
     * stays off, connections are told all the same, and it may be tried again.
     */
    void watchDns(boolean wanted) throws BpfException;

    /** How many TCP sockets are in a state, found without looking at any; empty when nobody counts them. */
    Optional<StateCounts> states();

    /** Where the kernel is told what to watch, and counts what it leaves out; empty when it tells all there is. */
    Optional<KernelMaps> kernelMaps();

    /**
     * How long events were left unread at most within the last half minute to minute, because the thread did something else, in ns. From any
     * thread.
     */
    long longestPauseNanos();

    /** What it has seen and lost since its start. */
    SourceCounts counts();

    @Override
    void close();
}
