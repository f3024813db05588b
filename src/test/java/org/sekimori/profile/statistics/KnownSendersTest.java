package org.sekimori.profile.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/** Senders against a model that keeps the first day of each. */
class KnownSendersTest {

    /** A message; the sender 0 is the account's own name. */
    private record Use(int sender, int daysLater) {}

    @Provide
    static Arbitrary<List<Use>> uses() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 22),
                        Arbitraries.integers().between(0, 2))
                .as(Use::new)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 300)
    void aSenderIsNewUntilTheDayAfterItsFirstUse(@ForAll("uses") List<Use> uses) {
        KnownSenders senders = KnownSenders.NONE;
        Map<Integer, Integer> model = new LinkedHashMap<>();
        int day = 20_000;
        int since = -1;
        for (Use use : uses) {
            day += use.daysLater;
            if (use.sender != 0) {
                Integer first = model.get(use.sender);
                boolean isNew = since >= 0 && since < day && (first == null || first >= day);
                assertThat(senders.isNew(use.sender, day)).isEqualTo(isNew);
                model.remove(use.sender);
                model.put(use.sender, first == null ? day : first);
                if (model.size() > KnownSenders.MOST) {
                    model.remove(model.keySet().iterator().next());
                }
                senders = senders.plus(use.sender, day);
            } else {
                senders = senders.plusOwn(day);
            }
            since = since < 0 ? day : since;
        }
        if (!uses.isEmpty()) {
            assertThat(read(senders)).isEqualTo(senders);
            assertThat(written(senders).length).isLessThanOrEqualTo(senders.atMost());
        }
    }

    @Test
    void nothingIsNewOnTheFirstDayThatSendersAreRemembered() {
        assertThat(KnownSenders.NONE.isNew(7, 20_000)).isFalse();
        assertThat(KnownSenders.NONE.plusOwn(20_000).isNew(7, 20_000)).isFalse();
        assertThat(KnownSenders.NONE.plusOwn(20_000).isNew(7, 20_001)).isTrue();
    }

    @Test
    void aJudgementForgetsSendersOfTheJudgedDays() {
        KnownSenders senders = KnownSenders.NONE.plus(1, 20_000).plus(2, 20_005);
        assertThat(senders.before(20_005).isNew(2, 20_010)).isTrue();
        assertThat(senders.before(20_005).isNew(1, 20_010)).isFalse();
    }

    private static byte[] written(KnownSenders senders) {
        BinaryStateWriter out = new BinaryStateWriter();
        senders.write(out);
        return out.toBytes();
    }

    private static KnownSenders read(KnownSenders senders) {
        return KnownSenders.read(new BinaryStateReader(written(senders)));
    }
}
