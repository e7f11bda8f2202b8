package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DnsNamesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long T = 1000 * SECOND;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long POD = 7;

    private final DnsNames names = new DnsNames(100);

    private void learn(long source, long low, String name, long ttlSeconds, long nanos) {
        names.learn(source, 0, MAPPED + low, name, ttlSeconds, nanos);
    }

    private String nameOf(long source, long low, long nanos) {
        return names.nameOf(source, 0, MAPPED + low, nanos);
    }

    @Test
    void tellsWhatASourceWasTold() {
        learn(POD, 1, "www.example.com", 30, T);

        assertThat(nameOf(POD, 1, T)).isEqualTo("www.example.com");
        assertThat(nameOf(POD, 2, T)).isNull();
        assertThat(names.nameOf(POD, 1, MAPPED + 1, T)).isNull();
    }

    @Test
    void eachSourceHasItsOwnNames() {
        learn(1, 1, "one.example", 30, T);
        learn(2, 1, "two.example", 30, T);

        assertThat(nameOf(1, 1, T)).isEqualTo("one.example");
        assertThat(nameOf(2, 1, T)).isEqualTo("two.example");
        assertThat(nameOf(3, 1, T)).isNull();
    }

    @Test
    void theLastAnswerCounts() {
        learn(POD, 1, "old.example", 30, T);
        learn(POD, 1, "new.example", 30, T + 1);

        assertThat(nameOf(POD, 1, T + 2)).isEqualTo("new.example");
        assertThat(names.size()).isEqualTo(1);
    }

    @Test
    void keepsANameForTenMinutesAtLeast() {
        learn(POD, 1, "a.example", 0, T);

        assertThat(nameOf(POD, 1, T + 600 * SECOND)).isEqualTo("a.example");
        assertThat(nameOf(POD, 1, T + 600 * SECOND + 1)).isNull();
        assertThat(names.size()).isZero();
    }

    @Test
    void keepsANameAsLongAsItsAnswerMayBeKept() {
        learn(POD, 1, "a.example", 3600, T);
        learn(POD, 2, "b.example", 3600, T);

        assertThat(nameOf(POD, 1, T + 3600 * SECOND)).isEqualTo("a.example");
        assertThat(nameOf(POD, 2, T + 3600 * SECOND + 1)).isNull();
    }

    @Test
    void keepsNoNameForMoreThanADay() {
        learn(POD, 1, "a.example", Integer.MAX_VALUE, T);
        learn(POD, 2, "b.example", Long.MAX_VALUE, T);

        assertThat(nameOf(POD, 1, T + 86_400 * SECOND)).isEqualTo("a.example");
        assertThat(nameOf(POD, 2, T + 86_400 * SECOND + 1)).isNull();
    }

    @Test
    void anAnswerThatIsGivenAgainIsKeptAnew() {
        learn(POD, 1, "a.example", 30, T);
        learn(POD, 1, "a.example", 30, T + 500 * SECOND);

        assertThat(nameOf(POD, 1, T + 1000 * SECOND)).isEqualTo("a.example");
    }

    @Test
    void theNameOfNoUseForLongestMakesRoom() {
        for (int i = 0; i < 100; i++) {
            learn(POD, i, "n" + i + ".example", 30, T + i);
        }
        nameOf(POD, 0, T + 200);

        learn(POD, 100, "n100.example", 30, T + 201);

        assertThat(names.size()).isEqualTo(100);
        assertThat(names.evicted()).isEqualTo(1);
        assertThat(nameOf(POD, 0, T + 300)).isEqualTo("n0.example");
        assertThat(nameOf(POD, 1, T + 300)).isNull();
        assertThat(nameOf(POD, 100, T + 300)).isEqualTo("n100.example");
    }

    @Test
    void addressesOfOneAnswerShareItsName() {
        learn(POD, 1, "a.example", 30, T);
        learn(POD, 2, new String("a.example"), 30, T);

        assertThat(nameOf(POD, 1, T)).isSameAs(nameOf(POD, 2, T));
    }

    @Test
    void holdsAFullNode() {
        DnsNames many = new DnsNames();
        for (int i = 0; i < 50_000; i++) {
            many.learn(i % 110, i, i, "n" + i % 1000 + ".example", 30, T);
        }

        assertThat(many.size()).isEqualTo(DnsNames.CAPACITY);
        assertThat(many.evicted()).isEqualTo(50_000 - DnsNames.CAPACITY);
        for (int i = 50_000 - DnsNames.CAPACITY; i < 50_000; i++) {
            assertThat(many.nameOf(i % 110, i, i, T)).isEqualTo("n" + i % 1000 + ".example");
        }
    }
}
