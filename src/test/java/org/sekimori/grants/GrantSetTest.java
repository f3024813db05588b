package org.sekimori.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.grants.GrantCommandResult.Done;
import org.sekimori.grants.GrantCommandResult.Refused;
import org.sekimori.mail.Account;

class GrantSetTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private int commands;

    private GrantCommand.Open open(Instant at, @Nullable Instant from, @Nullable Instant until, String... countries) {
        return new GrantCommand.Open(
                "c" + commands++, ALICE, at, "desk", "cli", from, until, new TreeSet<>(List.of(countries)), "");
    }

    private static GrantSet done(GrantCommandResult outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done) outcome).set();
    }

    private static String refused(GrantCommandResult outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).problem();
    }

    private GrantSet opened(String... countries) {
        return done(GrantSet.NONE.apply(open(NOW, null, null, countries), GrantPolicy.DEFAULT));
    }

    private GrantCommandResult extend(GrantSet set, Instant at, @Nullable String grant) {
        return set.apply(
                new GrantCommand.Extend("c" + commands++, ALICE, at, "alice", "portal", grant), GrantPolicy.DEFAULT);
    }

    @Test
    void aGrantLastsExactlyOneWeek() {
        GrantSet set = opened("DE");
        assertThat(set.covering("DE", NOW)).isPresent();
        assertThat(set.covering("DE", NOW.minusNanos(1))).isEmpty();
        assertThat(set.covering("DE", NOW.plus(WEEK).minusNanos(1))).isPresent();
        assertThat(set.covering("DE", NOW.plus(WEEK))).isEmpty();
    }

    @Test
    void aGrantCoversItsCountriesAndOneWithoutCountriesCoversAll() {
        assertThat(opened("DE", "FR").covering("FR", NOW)).isPresent();
        assertThat(opened("DE", "FR").covering("US", NOW)).isEmpty();
        assertThat(opened().covering("US", NOW)).isPresent();
    }

    @Test
    void anExtensionMovesTheEndToAWeekFromThenAndNeverBack() {
        GrantSet set = opened("DE");
        Instant later = NOW.plus(Duration.ofDays(3));
        GrantSet extended = done(extend(set, later, null));
        assertThat(extended.grants().get(0).until()).isEqualTo(later.plus(WEEK));
        Instant farAhead = NOW.plus(Duration.ofDays(50));
        GrantSet future = done(GrantSet.NONE.apply(open(NOW, farAhead, null), GrantPolicy.DEFAULT));
        assertThat(done(extend(future, NOW, null)).grants().get(0).until()).isEqualTo(farAhead.plus(WEEK));
    }

    @Test
    void aGrantCanBeExtendedAnyNumberOfTimes() {
        GrantSet set = opened("DE");
        Instant at = NOW;
        for (int i = 0; i < 50; i++) {
            at = at.plus(Duration.ofDays(6));
            set = done(extend(set, at, null));
        }
        assertThat(set.covering("DE", at.plus(Duration.ofDays(6)))).isPresent();
    }

    @Test
    void legsOfAJourneyMayOverlap() {
        GrantSet set = opened("DE");
        Instant second = NOW.plus(Duration.ofDays(5));
        set = done(set.apply(open(NOW, second, null, "FR"), GrantPolicy.DEFAULT));
        Instant both = NOW.plus(Duration.ofDays(6));
        assertThat(set.covering("DE", both)).isPresent();
        assertThat(set.covering("FR", both)).isPresent();
        assertThat(set.covering("FR", NOW)).isEmpty();
    }

    @Test
    void endsInThePastBeforeTheBeginningOrTooLateAreRefused() {
        GrantPolicy terms = GrantPolicy.DEFAULT;
        assertThat(refused(GrantSet.NONE.apply(open(NOW, null, NOW.minusSeconds(1)), terms)))
                .contains("not after the beginning");
        assertThat(refused(GrantSet.NONE.apply(
                        open(NOW, NOW.minus(Duration.ofDays(3)), NOW.minus(Duration.ofDays(1))), terms)))
                .contains("in the past");
        assertThat(refused(GrantSet.NONE.apply(open(NOW, null, NOW.plus(WEEK).plusSeconds(1)), terms)))
                .contains("longer than the 7 days");
        assertThat(refused(GrantSet.NONE.apply(open(NOW, NOW.plus(Duration.ofDays(61)), null), terms)))
                .contains("60 days ahead");
        assertThat(refused(GrantSet.NONE.apply(open(NOW, null, null, "Germany"), terms)))
                .contains("not an ISO 3166 country code");
    }

    @Test
    void theSameCommandTwiceOpensOneGrant() {
        GrantCommand.Open command = open(NOW, null, null, "DE");
        GrantSet once = done(GrantSet.NONE.apply(command, GrantPolicy.DEFAULT));
        assertThat(done(once.apply(command, GrantPolicy.DEFAULT))).isEqualTo(once);
    }

    @Test
    void anEndedOrRevokedGrantIsNotExtended() {
        GrantSet set = opened("DE");
        String id = set.grants().get(0).id();
        assertThat(refused(extend(set, NOW.plus(WEEK), id))).contains("ended", "open a new one");
        GrantSet revoked =
                done(set.apply(new GrantCommand.Revoke("r", ALICE, NOW, "desk", "cli", null), GrantPolicy.DEFAULT));
        assertThat(revoked.covering("DE", NOW)).isEmpty();
        assertThat(refused(extend(revoked, NOW, id))).contains("revoked");
        assertThat(refused(extend(revoked, NOW, null))).contains("no grant that could be extended");
    }

    @Test
    void aGrantIsFoundByItsCodeHoweverItIsTyped() {
        GrantSet set = opened("DE");
        String typed =
                set.grants().get(0).id().toLowerCase(java.util.Locale.ROOT).replace("-", "");
        assertThat(extend(set, NOW, typed)).isInstanceOf(Done.class);
        assertThat(refused(extend(set, NOW, "AAAA-AAAA"))).contains("no grant AAAA-AAAA");
    }

    @Test
    void openingAndRevokingInALoopDoesNotGrowTheState() {
        GrantSet set = GrantSet.NONE;
        for (int i = 0; i < 200; i++) {
            set = done(set.apply(open(NOW, null, null), GrantPolicy.DEFAULT));
            set = done(
                    set.apply(new GrantCommand.Revoke("r" + i, ALICE, NOW, "desk", "cli", null), GrantPolicy.DEFAULT));
        }
        assertThat(set.grants()).hasSizeLessThan(20);
    }

    @Test
    void noMoreUnendedGrantsThanTheTermsAllow() {
        GrantSet set = GrantSet.NONE;
        for (int i = 0; i < 16; i++) {
            set = done(set.apply(open(NOW, null, null), GrantPolicy.DEFAULT));
        }
        assertThat(refused(set.apply(open(NOW, null, null), GrantPolicy.DEFAULT)))
                .contains("16 grants");
    }

    @Test
    void theSameIdFromSomebodyElseOrOnOtherTermsIsRefused() {
        GrantCommand.Open first = open(NOW, null, null, "DE");
        GrantSet set = done(GrantSet.NONE.apply(first, GrantPolicy.DEFAULT));
        Instant later = NOW.plus(Duration.ofHours(1));
        List<GrantCommand.Open> others = List.of(
                again(first, later, "portal", null, null, "DE"),
                again(first, later, "desk", null, null, "FR"),
                again(first, later, "desk", later, null, "DE"),
                again(first, later, "desk", null, NOW.plus(Duration.ofDays(8)), "DE"));

        assertThat(done(set.apply(again(first, later, "desk", null, null, "DE"), GrantPolicy.DEFAULT)))
                .isEqualTo(set);
        assertThat(others).allSatisfy(other -> assertThat(refused(set.apply(other, GrantPolicy.DEFAULT)))
                .contains("same Idempotency-Key"));
    }

    private static GrantCommand.Open again(
            GrantCommand.Open first,
            Instant at,
            String by,
            @Nullable Instant from,
            @Nullable Instant until,
            String country) {
        return new GrantCommand.Open(
                first.id(), ALICE, at, by, "cli", from, until, new TreeSet<>(List.of(country)), "");
    }
}
