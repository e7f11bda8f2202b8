package io.netwatch.agent.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwatch.bpf.BpfObjectFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways to walk the keys of a map, here {@code verdicts}, in the running kernel. */
class KeyWalkTest {
    private static final int VALUE_BYTES = 16;
    private static final int ENTRIES = 8192;
    private static final int BATCH = 100;

    private final long key = NativeMemory.allocate(Long.BYTES);
    private final long value = NativeMemory.allocate(VALUE_BYTES);
    private BpfObject object;
    private BpfMap map;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without captures
    enum Way {
        BULK(map -> new BulkKeyWalk(map, Long.BYTES, VALUE_BYTES, BATCH)),
        SINGLE(map -> new SingleKeyWalk(map, ENTRIES, BATCH));

        private final Function<BpfMap, KeyWalk> walk;

        Way(Function<BpfMap, KeyWalk> walk) {
            this.walk = walk;
        }
    }

    @BeforeEach
    void load() throws BpfException, IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "maps take root");
        object = BpfObject.open(BpfObjectFile.read());
        object.load(Set.of());
        map = object.map("verdicts");
    }

    @AfterEach
    void free() {
        if (object != null) {
            object.close();
        }
        NativeMemory.free(key);
        NativeMemory.free(value);
    }

    @ParameterizedTest
    @EnumSource
    void meetsEachKeyOnce(Way way) throws BpfException {
        put(LongStream.rangeClosed(1, 5000));

        try (KeyWalk walk = way.walk.apply(map)) {
            assertThat(keys(walk))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 5000).boxed().toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsAtOnceWhereThereIsNone(Way way) throws BpfException {
        try (KeyWalk walk = way.walk.apply(map)) {
            walk.begin();

            assertThat(walk.next()).isZero();
            assertThat(walk.next()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void walksAFullMapAgainAndAgain(Way way) throws BpfException {
        put(LongStream.rangeClosed(1, ENTRIES));

        try (KeyWalk walk = way.walk.apply(map)) {
            for (int time = 0; time < 3; time++) {
                assertThat(keys(walk)).hasSize(ENTRIES).doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhenKeysGoAsTheyAreMet(Way way) throws BpfException {
        put(LongStream.rangeClosed(1, 1000));

        try (KeyWalk walk = way.walk.apply(map)) {
            List<Long> met = new ArrayList<>();
            walk.begin();
            for (int found = walk.next(); found > 0; found = walk.next()) {
                List<Long> batch = batch(walk, found);
                batch.forEach(this::delete);
                met.addAll(batch);
            }

            assertThat(met).hasSize(1000).doesNotHaveDuplicates();
        }
    }

    private void put(LongStream keys) throws BpfException {
        for (long one : keys.toArray()) {
            NativeMemory.putLong(key, one);
            map.update(key, value);
        }
    }

    private void delete(long one) {
        NativeMemory.putLong(key, one);
        map.delete(key);
    }

    private static List<Long> keys(KeyWalk walk) throws BpfException {
        List<Long> keys = new ArrayList<>();
        walk.begin();
        for (int found = walk.next(); found > 0; found = walk.next()) {
            keys.addAll(batch(walk, found));
        }
        return keys;
    }

    private static List<Long> batch(KeyWalk walk, int found) {
        long[] batch = new long[found];
        Arrays.setAll(batch, i -> NativeMemory.getLong(walk.keys() + (long) i * Long.BYTES));
        return Arrays.stream(batch).boxed().toList();
    }
}
