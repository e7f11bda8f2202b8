package io.netwatch.agent.identify;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What the addresses were called that a source was given as answers: the name that it asked for, so that two sources may know one
 * address by two names. Bounded: the name that was of no use for longest makes room. Asking allocates nothing. Used by one thread.
 */
public final class DnsNames {
    /** About 2.5 MiB when full, names aside. */
    public static final int CAPACITY = 16_384;

    /** Applications keep what they were told for longer than they should: a pool connects again to the address that it has. */
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);
    /** What a resolver keeps at most by default (BIND's max-cache-ttl is a week, systemd's and CoreDNS's less than a day). */
    private static final long KEPT_MAX_NANOS = TimeUnit.DAYS.toNanos(1);

    private static final int INITIAL = 16;

    private final int capacity;
    private final RecentKeys addresses;
    private String[] names = new String[INITIAL];
    private long[] until = new long[INITIAL];
    private String lastLearnt = "";

    public DnsNames() {
        this(CAPACITY);
    }

    DnsNames(int capacity) {
        this.capacity = capacity;
        this.addresses = new RecentKeys(capacity, number -> names[number] = null);
    }

    /**
     * A source was told that a name has an address; what it was told last counts. Allocates only if that is news.
     *
     * @param source the local pod that asked; 0 = the host
     * @param high and {@code low}: the address, as in {@code Endpoint}
     * @param name as it was asked for, printable
     * @param ttlSeconds how long the answer may be kept; it is kept for 10 minutes at least and a day at most
     * @param nanos when, CLOCK_BOOTTIME
     */
    public void learn(long source, long high, long low, CharSequence name, long ttlSeconds, long nanos) {
        int number = addresses.find(source, high, low, 0);
        if (number == RecentKeys.NONE) {
            number = addresses.add(source, high, low, 0, nanos);
            ensure(number);
        } else {
            addresses.touch(number, nanos);
        }
        if (names[number] == null || !names[number].contentEquals(name)) {
            names[number] = text(name);
        }
        long ttlNanos = Math.min(TimeUnit.SECONDS.toNanos(ttlSeconds), KEPT_MAX_NANOS);
        until[number] = nanos + Math.max(ttlNanos, KEPT_NANOS);
    }

    /** The name by which a source knows an address; null when it knows none. */
    public String nameOf(long source, long high, long low, long nanos) {
        int number = addresses.find(source, high, low, 0);
        if (number == RecentKeys.NONE) {
            return null;
        }
        if (nanos - until[number] > 0) {
            addresses.remove(number);
            return null;
        }
        addresses.touch(number, nanos);
        return names[number];
    }

    /** Addresses that have a name, some perhaps for too long. */
    public int size() {
        return addresses.size();
    }

    /** Names that made room for others. */
    public long evicted() {
        return addresses.evicted();
    }

    /** One string for all addresses of an answer. */
    private String text(CharSequence name) {
        if (!lastLearnt.contentEquals(name)) {
            lastLearnt = name.toString();
        }
        return lastLearnt;
    }

    private void ensure(int number) {
        if (number >= names.length) {
            int room = Math.min(capacity, number * 2);
            names = Arrays.copyOf(names, room);
            until = Arrays.copyOf(until, room);
        }
    }
}
