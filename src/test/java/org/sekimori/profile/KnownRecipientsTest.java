package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEventFixture.people;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.statistics.CorrespondentSample;

class KnownRecipientsTest {

    private static KnownRecipients wroteTo(KnownRecipients before, List<String> people, boolean owner) {
        return before.plus(people, KnownRecipients.distinct(people), owner, hash -> {});
    }

    private static KnownRecipients wroteTo(List<String> people) {
        return wroteTo(KnownRecipients.NONE, people, true);
    }

    private static int fresh(KnownRecipients known, List<String> people) {
        return known.fresh(people, KnownRecipients.distinct(people), CorrespondentSample.NONE);
    }

    private static int vouched(KnownRecipients known, List<String> people) {
        return known.vouched(people, KnownRecipients.distinct(people), CorrespondentSample.NONE);
    }

    @Test
    void saysNothingBeforeTenAreKnown() {
        assertThat(fresh(wroteTo(people("k1", 0, 9)), people("k1", 0, 1))).isEqualTo(-1);
        assertThat(fresh(wroteTo(people("k1", 0, 10)), people("k1", 9, 3))).isEqualTo(2);
    }

    @Test
    void countsEachNewRecipientOnce() {
        List<String> twice =
                List.of(people("k1", 50, 1).get(0), people("k1", 50, 1).get(0));

        assertThat(fresh(wroteTo(people("k1", 0, 10)), twice)).isEqualTo(1);
    }

    @Test
    void saysNothingOfRecipientsWithoutHashes() {
        assertThat(fresh(wroteTo(people("k1", 0, 20)), List.of())).isEqualTo(-1);
    }

    @Test
    void forgetsWhomItWroteToLongestAgo() {
        KnownRecipients known = wroteTo(people("k1", 0, 160));
        known = wroteTo(known, people("k1", 0, 1), true);
        known = wroteTo(known, people("k1", 160, 1), true);

        assertThat(fresh(known, people("k1", 0, 1))).isZero();
        assertThat(fresh(known, people("k1", 1, 1))).isEqualTo(1);
        assertThat(fresh(known, people("k1", 2, 159))).isZero();
    }

    /** An issue to 2,000 readers, in parts of 100, and the next one. */
    @Test
    void knowsTheReadersOfALongListFromStrangers() {
        CorrespondentSample[] older = {CorrespondentSample.NONE};
        KnownRecipients known = KnownRecipients.NONE;
        for (int part = 0; part < 2_000; part += 100) {
            List<String> readers = people("k1", part, 100);
            known = known.plus(
                    readers, KnownRecipients.distinct(readers), true, hash -> older[0] = older[0].plus(hash));
        }
        List<String> first = people("k1", 0, 100);
        List<String> strangers = people("k1", 10_000, 100);
        List<String> half = new ArrayList<>(people("k1", 0, 50));
        half.addAll(people("k1", 10_000, 50));

        assertThat(known.fresh(first, KnownRecipients.distinct(first), older[0]))
                .isZero();
        assertThat(known.vouched(first, KnownRecipients.distinct(first), older[0]))
                .isEqualTo(100);
        assertThat(known.fresh(strangers, KnownRecipients.distinct(strangers), older[0]))
                .isEqualTo(100);
        assertThat(known.vouched(strangers, KnownRecipients.distinct(strangers), older[0]))
                .isZero();
        assertThat(known.fresh(half, KnownRecipients.distinct(half), older[0])).isBetween(20, 80);
    }

    @Test
    void remembersTheOwnersCorrespondentsWhomOthersCrowdOut() {
        CorrespondentSample[] older = {CorrespondentSample.NONE};
        List<String> friends = people("k1", 0, 100);
        List<String> strangers = people("k1", 1_000, 200);
        KnownRecipients known = wroteTo(friends)
                .plus(strangers, KnownRecipients.distinct(strangers), false, hash -> older[0] = older[0].plus(hash));

        assertThat(known.fresh(friends, KnownRecipients.distinct(friends), older[0]))
                .isZero();
        assertThat(older[0].contains(KnownRecipients.distinct(strangers)[0])).isFalse();
    }

    @Test
    void beginsAgainWhenTheKeyWasRotated() {
        KnownRecipients known = wroteTo(people("k1", 0, 100));
        KnownRecipients rotated = wroteTo(known, people("k2", 0, 10), true);

        assertThat(fresh(known, people("k2", 0, 5))).isEqualTo(-1);
        assertThat(vouched(known, people("k2", 0, 5))).isZero();
        assertThat(fresh(rotated, people("k2", 0, 5))).isZero();
        assertThat(fresh(rotated, people("k1", 0, 5))).isEqualTo(-1);
    }

    @Test
    void peopleWhomOnlySomebodyElseWroteToAreKnownButNotTheOwners() {
        KnownRecipients known = wroteTo(people("k1", 0, 20));
        known = wroteTo(known, people("k1", 20, 20), false);
        List<String> all = new ArrayList<>(people("k1", 15, 10));

        assertThat(fresh(known, all)).isZero();
        assertThat(vouched(known, all)).isEqualTo(5);
        assertThat(vouched(known, people("k1", 19, 2))).isEqualTo(1);
    }

    @Test
    void peopleOfTheOwnerStayTheOwnersWhoeverWritesToThem() {
        KnownRecipients known = wroteTo(people("k1", 0, 3));
        known = wroteTo(known, people("k1", 2, 3), false);
        assertThat(vouched(known, people("k1", 0, 5))).isEqualTo(3);

        known = wroteTo(known, people("k1", 4, 1), true);
        assertThat(vouched(known, people("k1", 0, 5))).isEqualTo(4);
    }
}
