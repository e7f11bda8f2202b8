package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
    private final List<Integer> forgotten = new ArrayList<>();
    private final RecentKeys keys = new RecentKeys(3, forgotten::add);

    private int see(long key, long nanos) {
        int number = keys.find(key, 0, 0, 0);
        if (number == RecentKeys.NONE) {
            return keys.add(key, 0, 0, 0, nanos);
        }
        keys.touch(number, nanos);
        return number;
    }

    @Test
    void givesEachKeyANumber() {
        assertThat(see(1, 0)).isEqualTo(see(1, 1)).isNotEqualTo(see(2, 2));
        assertThat(keys.find(3, 0, 0, 0)).isEqualTo(RecentKeys.NONE);
        assertThat(keys.find(1, 0, 0, 1)).isEqualTo(RecentKeys.NONE);
    }

    @Test
    void theKeyUnseenForLongestMakesRoom() {
        int first = see(1, 1);
        int second = see(2, 2);
        see(3, 3);
        see(1, 4);

        assertThat(see(4, 5)).isEqualTo(second);
        assertThat(keys.find(1, 0, 0, 0)).isEqualTo(first);
        assertThat(forgotten).containsExactly(second);
        assertThat(keys.evicted()).isEqualTo(1);
    }

    @Test
    void forgetsKeysInTheirTime() {
        int first = see(1, 1);
        see(2, 5);

        keys.expire(11, 10);
        assertThat(forgotten).isEmpty();
        keys.expire(12, 10);

        assertThat(forgotten).containsExactly(first);
        assertThat(keys.evicted()).isZero();
    }

    @Test
    void aLateTimeMakesNoKeyOlder() {
        int number = see(1, 10);
        see(1, 3);

        assertThat(keys.seen(number)).isEqualTo(10);
    }

    @Test
    void doesAsAMapInOrderOfUseDoes() {
        for (int capacity : new int[] {1, 2, 15, 16, 17, 100, 1000}) {
            Random random = new Random(capacity);
            Map<Long, Integer> model = new LinkedHashMap<>(16, 0.75f, true);
            RecentKeys tested =
                    new RecentKeys(capacity, number -> model.values().remove(number));
            for (int i = 0; i < 20_000; i++) {
                long key = random.nextInt(capacity * 2) * 0x10001L;
                int number = tested.find(key, -key, 7, key);
                assertThat(number).isEqualTo(model.getOrDefault(key, RecentKeys.NONE));
                if (number == RecentKeys.NONE) {
                    model.put(key, tested.add(key, -key, 7, key, i));
                } else if (random.nextInt(4) == 0) {
                    tested.remove(number);
                } else {
                    tested.touch(number, i);
                }
                assertThat(tested.size()).isEqualTo(model.size()).isLessThanOrEqualTo(capacity);
            }
            List<Integer> newestFirst = new ArrayList<>();
            for (int number = tested.newest(); number != RecentKeys.NONE; number = tested.older(number)) {
                newestFirst.add(0, number);
            }
            assertThat(newestFirst).containsExactlyElementsOf(model.values());
        }
    }
}
