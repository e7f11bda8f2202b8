package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordIndexTest {
    @Test
    void namesAreKeptOnceAndAsLongAsTheyAreUsed() {
        Random random = new Random(7);
        try (Arena arena = new Arena();
                Names names = new Names(arena)) {
            Map<String, Integer> uses = new HashMap<>();
            Map<String, Integer> records = new HashMap<>();
            for (int i = 0; i < 200_000; i++) {
                String name = "name-" + random.nextInt(3000) + "x".repeat(random.nextInt(3000) % 40);
                if (random.nextInt(100) < 52) {
                    int record = names.use(1, 0, name);
                    assertThat(records.getOrDefault(name, record)).isEqualTo(record);
                    uses.merge(name, 1, Integer::sum);
                    records.put(name, record);
                } else if (uses.containsKey(name)) {
                    assertThat(names.text(records.get(name))).isEqualTo(name);
                    names.release(records.get(name));
                    if (uses.merge(name, -1, Integer::sum) == 0) {
                        uses.remove(name);
                        records.remove(name);
                    }
                }
            }

            assertThat(names.size()).isEqualTo(uses.size());
            records.forEach((name, record) -> assertThat(names.text(record)).isEqualTo(name));
        }
    }

    @Test
    void namesOfAnotherKindAreOthers() {
        try (Arena arena = new Arena();
                Names names = new Names(arena)) {
            assertThat(names.use(1, 0, "a")).isNotEqualTo(names.use(2, 0, "a"));
            assertThat(names.use(1, 5, "a")).isNotEqualTo(names.use(1, 0, "a"));
            assertThat(names.kind(names.use(2, 0, "a"))).isEqualTo(2);
        }
    }

    @Test
    void roomOfRecordsIsUsedAgain() {
        Random random = new Random(3);
        try (Arena arena = new Arena()) {
            long after = 0;
            for (int round = 0; round < 20; round++) {
                int[] records = new int[5000];
                int[] bytes = new int[records.length];
                random.setSeed(3);
                for (int i = 0; i < records.length; i++) {
                    bytes[i] = 1 + random.nextInt(Arena.RECORD_MAX);
                    records[i] = arena.take(bytes[i]);
                }
                for (int i = 0; i < records.length; i++) {
                    arena.release(records[i], bytes[i]);
                }
                after = round == 0 ? arena.bytes() : after;
            }

            assertThat(arena.bytes()).isEqualTo(after);
        }
    }
}
