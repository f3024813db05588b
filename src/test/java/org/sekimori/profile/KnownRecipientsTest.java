package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEvents.people;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownRecipientsTest {

    @Test
    void saysNothingBeforeTenAreKnown() {
        assertThat(KnownRecipients.NONE.plus(people("k1", 0, 9)).fresh(people("k1", 0, 1)))
                .isEqualTo(-1);
        assertThat(KnownRecipients.NONE.plus(people("k1", 0, 10)).fresh(people("k1", 9, 3)))
                .isEqualTo(2);
    }

    @Test
    void countsEachNewRecipientOnce() {
        List<String> twice =
                List.of(people("k1", 50, 1).get(0), people("k1", 50, 1).get(0));

        assertThat(KnownRecipients.NONE.plus(people("k1", 0, 10)).fresh(twice)).isEqualTo(1);
    }

    @Test
    void saysNothingOfRecipientsWithoutHashes() {
        assertThat(KnownRecipients.NONE.plus(people("k1", 0, 20)).fresh(List.of()))
                .isEqualTo(-1);
    }

    @Test
    void forgetsWhomItWroteToLongestAgo() {
        KnownRecipients known = KnownRecipients.NONE
                .plus(people("k1", 0, 160))
                .plus(people("k1", 0, 1))
                .plus(people("k1", 160, 1));

        assertThat(known.fresh(people("k1", 0, 1))).isZero();
        assertThat(known.fresh(people("k1", 1, 1))).isEqualTo(1);
        assertThat(known.fresh(people("k1", 2, 159))).isZero();
    }

    @Test
    void beginsAgainWhenTheKeyWasRotated() {
        KnownRecipients known = KnownRecipients.NONE.plus(people("k1", 0, 100));

        assertThat(known.fresh(people("k2", 0, 5))).isEqualTo(-1);
        assertThat(known.plus(people("k2", 0, 10)).fresh(people("k2", 0, 5))).isZero();
        assertThat(known.plus(people("k2", 0, 10)).fresh(people("k1", 0, 5))).isEqualTo(-1);
    }
}
