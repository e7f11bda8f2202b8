package io.netwatch.e2e.cloud;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;

/**
 * How a receiver is to be.
 *
 * @param listen port 0 = any that is free
 * @param names further addresses and names by which agents reach it, for its certificate; its own and the loopback's are in it anyway
 * @param apiKey what agents have to send
 * @param hostLimit hosts that an account may have
 * @param requestsPerMinute for the key, over all hosts
 * @param gzip whether compressed bodies are taken, which answers then say
 * @param clock timestamps further from it than a day are rejected
 */
public record Settings(
        InetSocketAddress listen,
        List<String> names,
        String apiKey,
        int hostLimit,
        int requestsPerMinute,
        boolean gzip,
        Clock clock) {
    /** Those of an account, as the cloud's documentation has them. */
    public static final int HOST_LIMIT = 3;

    /** As {@link #HOST_LIMIT}. */
    public static final int REQUESTS_PER_MINUTE = 10;

    public Settings {
        requireNonNull(listen, "listen");
        names = List.copyOf(names);
        requireNonNull(apiKey, "apiKey");
        requireNonNull(clock, "clock");
    }

    /** On the loopback, with the limits of an account. */
    public static Settings local(int port, String apiKey) {
        return new Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                List.of(),
                apiKey,
                HOST_LIMIT,
                REQUESTS_PER_MINUTE,
                false,
                Clock.systemUTC());
    }

    /** The same, also reached by these addresses or names. */
    public Settings withNames(List<String> others) {
        return new Settings(listen, others, apiKey, hostLimit, requestsPerMinute, gzip, clock);
    }

    /** The same with other limits. */
    public Settings withLimits(int hosts, int requests) {
        return new Settings(listen, names, apiKey, hosts, requests, gzip, clock);
    }

    /** The same, taking compressed bodies or not. */
    public Settings withGzip(boolean taken) {
        return new Settings(listen, names, apiKey, hostLimit, requestsPerMinute, taken, clock);
    }

    /** The same with another clock. */
    public Settings withClock(Clock other) {
        return new Settings(listen, names, apiKey, hostLimit, requestsPerMinute, gzip, other);
    }

    @Override
    public String toString() {
        return "Settings[" + listen + ']'; // not the key
    }
}
