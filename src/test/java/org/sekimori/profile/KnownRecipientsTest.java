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
