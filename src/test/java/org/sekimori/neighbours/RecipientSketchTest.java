package org.sekimori.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which lists of recipients are nearly the same. */
class RecipientSketchTest {

    private static List<String> people(int from, int to) {
        List<String> people = new ArrayList<>();
        for (int i = from; i < to; i++) {
            people.add("k-%08x@example%d.net".formatted(i * 2654435761L & 0xffffffffL, i % 50));
        }
        return people;
    }

    /** In how many of a hundred pairs of lists, of which so many recipients of a hundred are common, a band is the same. */
    private static int recognised(int common) {
        int recognised = 0;
        for (int run = 0; run < 100; run++) {
            int base = run * 1000;
            List<Long> one = RecipientSketch.bands(people(base, base + 100));
            List<Long> other = RecipientSketch.bands(people(base + 100 - common, base + 200 - common));
            recognised += Collections.disjoint(one, other) ? 0 : 1;
        }
        return recognised;
    }

    @Test
    void theOrderAndRepetitionsAreOfNoMatter() {
        List<String> people = people(0, 40);
        List<String> shuffled = new ArrayList<>(people);
        shuffled.add(people.get(3));
        Collections.shuffle(shuffled, new Random(1));
        assertThat(RecipientSketch.bands(shuffled))
                .isEqualTo(RecipientSketch.bands(people))
                .hasSize(4);
    }

    @Test
    void nearlyTheSameListIsRecognisedAndAnotherIsNot() {
        assertThat(recognised(95)).isGreaterThan(95);
        assertThat(recognised(10)).isLessThan(10);
        assertThat(recognised(0)).isZero();
    }

    @Test
    void aFewPeopleAreNoList() {
        assertThat(RecipientSketch.bands(people(0, 7))).isEmpty();
        assertThat(RecipientSketch.bands(Collections.nCopies(30, "k-1@example.net")))
                .isEmpty();
        assertThat(RecipientSketch.bands(people(0, 8))).hasSize(4);
    }
}
