package org.sekimori.profile.habits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/** Days of names, as if every day of every name were kept. */
class NameDaysTest {

    private static final int MOST = 6;
    private static final int FIRST = 20_600;

    record Seen(int name, int day, boolean counts) {}

    @Provide
    Arbitrary<List<Seen>> histories() {
        Arbitrary<Seen> one = Combinators.combine(
                        Arbitraries.integers().between(1, MOST),
                        Arbitraries.integers().between(0, 80),
                        Arbitraries.of(true, false))
                .as((name, day, counts) -> new Seen(name * 0x9e3779b1, FIRST + day, counts));
        return one.list().ofMaxSize(60);
    }

    /** In any order of days: a day more than 31 before the newest of its name, when it is reported, does not count. */
    @Property(tries = 400)
    void answersAsIfEveryDayWereKept(@ForAll("histories") List<Seen> history, @ForAll boolean written) {
        NameDays days = NameDays.empty(MOST);
        Map<Integer, Set<Integer>> counted = new HashMap<>();
        Map<Integer, Integer> newest = new HashMap<>();
        for (Seen seen : history) {
            days = days.plus(seen.name, seen.day, seen.counts);
            int last = Math.max(seen.day, newest.getOrDefault(seen.name, seen.day));
            newest.put(seen.name, last);
            Set<Integer> of = counted.computeIfAbsent(seen.name, name -> new TreeSet<>());
            if (seen.counts && last - seen.day <= NameDays.MOST_DAYS) {
                of.add(seen.day);
            }
            of.removeIf(day -> last - day > NameDays.MOST_DAYS);
            days = written ? again(days) : days;
        }
        for (int name = 1; name <= MOST; name++) {
            int hash = name * 0x9e3779b1;
            assertThat(days.contains(hash)).isEqualTo(newest.containsKey(hash));
            for (int today = FIRST; today <= FIRST + 120; today += 7) {
                int now = today;
                long expected = counted.getOrDefault(hash, Set.of()).stream()
                        .filter(day -> day < now && day >= now - NameDays.MOST_DAYS)
                        .count();
                assertThat(days.daysBefore(hash, today)).isEqualTo((int) expected);
            }
        }
    }

    private static NameDays again(NameDays days) {
        BinaryStateWriter out = new BinaryStateWriter();
        days.write(out);
        assertThat(out.size()).isLessThanOrEqualTo(days.atMost());
        NameDays read = NameDays.read(new BinaryStateReader(out.toBytes()), MOST);
        assertThat(read).isEqualTo(days);
        return read;
    }

    @Test
    void aFloodOfNamesSeenOnceCostsNoNameOfTwoDays() {
        NameDays days = NameDays.empty(MOST).plus(1, FIRST, true).plus(1, FIRST + 1, true);
        for (int name = 100; name < 1100; name++) {
            days = days.plus(name, FIRST + 2, true);
        }

        assertThat(days.daysBefore(1, FIRST + 3)).isEqualTo(2);
        assertThat(days.contains(1099)).isTrue();
    }

    @Test
    void daysOfAClockThatWasAheadAreDropped() {
        NameDays days = NameDays.empty(MOST).plus(1, FIRST, true).plus(1, FIRST + 20, true);

        assertThat(days.until(FIRST + 3).daysBefore(1, FIRST + 4)).isEqualTo(1);
        assertThat(days.until(FIRST + 3).plus(1, FIRST + 4, true).daysBefore(1, FIRST + 5))
                .isEqualTo(2);
    }
}
