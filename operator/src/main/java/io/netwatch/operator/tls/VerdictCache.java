package io.netwatch.operator.tls;

import io.netwatch.operator.tls.CallerCheck.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Verdicts of the last minute by the token's SHA-256, so that no token is kept. Of more than 1000 the one that was asked
 * for longest ago goes. Thread-safe; two callers with the same new token may both ask.
 */
final class VerdictCache {
    static final int LIMIT = 1000;
    /** How long a caller whose right was withdrawn may go on. */
    static final Duration LIFE = Duration.ofMinutes(1);

    private record Entry(Verdict verdict, Instant until) {}

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    VerdictCache(Clock clock) {
        this.clock = clock;
    }

    /** The verdict that is known, else the one that {@code source} gives, which is kept unless it is undecided. */
    Verdict of(String token, CallerCheck source) {
        String key = digest(token);
        Verdict known = known(key);
        if (known != null) {
            return known;
        }
        Verdict fresh = source.check(token);
        if (fresh != Verdict.UNDECIDED) {
            keep(key, fresh);
        }
        return fresh;
    }

    synchronized int size() {
        return entries.size();
    }

    private synchronized Verdict known(String key) {
        Entry entry = entries.get(key);
        return entry != null && clock.instant().isBefore(entry.until()) ? entry.verdict() : null;
    }

    private synchronized void keep(String key, Verdict verdict) {
        entries.put(key, new Entry(verdict, clock.instant().plus(LIFE)));
        if (entries.size() > LIMIT) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java run time lacks SHA-256", e);
        }
    }
}
