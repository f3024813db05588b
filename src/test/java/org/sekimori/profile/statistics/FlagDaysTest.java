package org.sekimori.profile.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/** Days of flags against a model that keeps them all. */
class FlagDaysTest {

    private record Flag(int rule, int day) {}

    @Provide
    static Arbitrary<List<Flag>> flags() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(20_000, 20_080))
                .as(Flag::new)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 300)
    void theDaysAreThoseOfAModelThatKeepsThemAll(@ForAll("flags") List<Flag> flags, @ForAll("flags") List<Flag> asked) {
        FlagDays days = FlagDays.NONE;
        Map<Integer, Set<Integer>> model = new HashMap<>();
        for (Flag flag : flags) {
            days = days.plus(flag.rule, flag.day);
            model.computeIfAbsent(flag.rule, rule -> new HashSet<>()).add(flag.day);
        }
        same(days, model, asked);
        assertThat(read(days)).isEqualTo(days);
        assertThat(written(days).length).isLessThanOrEqualTo(days.atMost());

        int cut = 20_060;
        FlagDays before = days.before(cut);
        model.values().forEach(all -> all.removeIf(day -> day >= cut));
        for (Flag flag : asked) {
            int newest = model.getOrDefault(flag.rule, Set.of()).stream()
                    .mapToInt(day -> day)
                    .max()
                    .orElse(0);
            // What was dropped as more than 35 days before the newest flag does not come back.
            assertThat(before.count(flag.rule, newest, 1)).isLessThanOrEqualTo(newest == 0 ? 0 : 1);
            assertThat(before.count(flag.rule, 20_080, 20_080 - cut + 1)).isZero();
        }
    }

    private static void same(FlagDays days, Map<Integer, Set<Integer>> model, List<Flag> asked) {
        for (Flag flag : asked) {
            for (int window : new int[] {1, 7, 35}) {
                Set<Integer> all = model.getOrDefault(flag.rule, Set.of());
                int newest = all.stream().mapToInt(day -> day).max().orElse(0);
                long right = all.stream()
                        .filter(day -> day <= flag.day && day > flag.day - window && day > newest - 35)
                        .count();
                assertThat(days.count(flag.rule, flag.day, window)).isEqualTo((int) right);
            }
        }
    }

    @Test
    void theEightRulesThatFlaggedLastAreKept() {
        FlagDays days = FlagDays.NONE;
        for (int rule = 1; rule <= 9; rule++) {
            days = days.plus(rule, 20_000 + rule);
        }
        List<Integer> kept = new ArrayList<>();
        for (int rule = 1; rule <= 9; rule++) {
            kept.add(days.count(rule, 20_010, 35));
        }
        assertThat(kept).containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    private static byte[] written(FlagDays days) {
        BinaryStateWriter out = new BinaryStateWriter();
        days.write(out);
        return out.toBytes();
    }

    private static FlagDays read(FlagDays days) {
        return FlagDays.read(new BinaryStateReader(written(days)));
    }
}
