package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.BootClock;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.identity.Workload;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pods take few addresses one after the other, at once, and live 200 ms and longer. What the API tells comes late, in whole seconds of
 * clocks that differ by up to 900 ms, and leaves things out. What the directory answers is held against who really held the address.
 */
class AddressReuseTest {
    private static final int ADDRESSES = 6;
    private static final int PODS = 400;
    private static final long BEGAN = 1_000_000_000L;
    private static final long LATE_MILLIS = 1_900;
    private static final long CLOCKS_MILLIS = 900;

    /** A pod as it really was, milliseconds since 1970: it held the address from {@code from} until before {@code to}. */
    private record Life(int number, String ip, long created, long from, long to) {}

    private record Told(long at, IdentityLine line) {}

    private long now = BEGAN;

    private final Directory directory = new Directory(
            "node-a",
            16,
            new BootClock(
                    Clock.fixed(Instant.ofEpochMilli(BEGAN), ZoneOffset.UTC), () -> (now - BEGAN + 1) * 1_000_000L));

    private final List<Life> lives = new ArrayList<>();
    private final List<Told> story = new ArrayList<>();

    private void live(Random random) {
        long[] free = new long[ADDRESSES];
        java.util.Arrays.fill(free, BEGAN + 5_000);
        for (int i = 0; i < PODS; i++) {
            int address = random.nextInt(ADDRESSES);
            // from at once to half a minute after it was let go
            long from = free[address] + (random.nextBoolean() ? random.nextInt(300) : random.nextInt(30_000));
            long to = from + 200 + (random.nextInt(3) == 0 ? random.nextInt(60_000) : random.nextInt(2_000));
            lives.add(new Life(i, "10.244.1." + address, from - random.nextInt(1_500), from, to));
            free[address] = to;
        }
    }

    /** What is told of a pod: in this order, each later than it happened, and some not at all. */
    private void tell(Life life, Random random) {
        long clock = random.nextLong(2 * CLOCKS_MILLIS) - CLOCKS_MILLIS;
        long started = (life.created + clock) / 1000;
        long first = life.from + random.nextLong(LATE_MILLIS);
        long ended = Math.max(first, life.to + random.nextLong(LATE_MILLIS));
        long gone = Math.max(ended, life.to + random.nextLong(LATE_MILLIS));
        story.add(new Told(first, pod(life, started, 0)));
        if (random.nextInt(3) > 0) {
            story.add(new Told(ended, pod(life, started, (life.to + clock) / 1000)));
        }
        story.add(new Told(
                gone,
                IdentityLine.of(new IdentityLine.Gone(
                        "pod", "shop", "pod-" + life.number, "uid-" + life.number, gone + clock))));
    }

    private static IdentityLine pod(Life life, long started, long ended) {
        return IdentityLine.of(new IdentityLine.Pod(
                "uid-" + life.number,
                "shop",
                "pod-" + life.number,
                "node-b",
                List.of(life.ip),
                false,
                new Workload("Job", "job-" + life.number % 7),
                started,
                ended));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverNamesAPodThatDidNotHoldTheAddress(long seed) {
        Random random = new Random(seed);
        live(random);
        lives.forEach(life -> tell(life, random));
        story.sort(Comparator.comparingLong(Told::at));
        directory.onOperator(true);
        directory.onLine(IdentityLine.of(new IdentityLine.Begin("s", true)));
        directory.onLine(IdentityLine.of(new IdentityLine.Current(1, 0)));
        int[] answers = new int[3];
        for (Told told : story) {
            now = told.at;
            directory.onLine(told.line);
            directory.expire();
            for (int i = 0; i < 20; i++) {
                answers[check(random)]++;
            }
        }

        System.out.printf("named %d, ambiguous %d, unknown %d%n", answers[0], answers[1], answers[2]);
        assertThat(answers[0]).isGreaterThan(story.size());
        directory.close();
    }

    /** Asks of a moment that all is told of; returns 0 for named, 1 for ambiguous, 2 for unknown or not to be asked. */
    private int check(Random random) {
        long at = now - 2_000 - random.nextInt(20_000);
        String ip = "10.244.1." + random.nextInt(ADDRESSES);
        Address address = Address.parse(ip);
        Life holder = holder(ip, at);
        if (holder == null) {
            return 2; // then nobody connects from there
        }
        End end = directory.peer(address.high(), address.low(), 0, (Math.max(at, BEGAN) - BEGAN + 1) * 1_000_000L);
        Party party = end.party();
        if (party.attribution() == Attribution.IP && end.isSettled()) {
            assertThat(party.name()).as("%s at %s", ip, at - BEGAN).isEqualTo("pod-" + holder.number);
            return 0;
        }
        if (party.attribution() == Attribution.IP_AMBIGUOUS) {
            boolean sharesWorkload =
                    party.workload() == null || party.workload().name().equals("job-" + holder.number % 7);
            assertThat(sharesWorkload).as("%s at %s: %s", ip, at - BEGAN, party).isTrue();
            return 1;
        }
        return 2;
    }

    /** Null when nobody held it then. */
    private Life holder(String ip, long at) {
        for (Life life : lives) {
            if (life.ip.equals(ip) && life.from <= at && at < life.to) {
                return life;
            }
        }
        return null;
    }
}
