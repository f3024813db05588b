package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RulebookHistoryTest {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    private final RulebookHistory abc = RulebookHistory.first("aaaa", NOW, "one")
            .publish("bbbb", NOW.plusSeconds(1), "two")
            .publish("cccc", NOW.plusSeconds(2), "three");

    private static RulebookHistory back(RulebookHistory from) {
        return from.rollback(null, NOW.plusSeconds(9), "four").orElseThrow();
    }

    @Test
    void goingBackTwiceGoesBackFurther() {
        assertThat(back(abc).now().rulebook()).isEqualTo("bbbb");
        assertThat(back(abc).now().by()).isEqualTo("four");
        assertThat(back(back(abc)).now().rulebook()).isEqualTo("aaaa");
        assertThat(back(back(abc)).rollback(null, NOW, "four")).isEmpty();
        assertThat(back(back(abc)).withdrawn()).containsExactly("bbbb", "cccc");
    }

    @Test
    void goingBackToOneThatIsNamedWithdrawsAllAfterIt() {
        RulebookHistory first = abc.rollback("aa", NOW, "four").orElseThrow();
        assertThat(first.now().rulebook()).isEqualTo("aaaa");
        assertThat(first.predecessors()).isEmpty();
        assertThat(first.withdrawn()).containsExactlyInAnyOrder("bbbb", "cccc");
        assertThat(abc.rollback("dd", NOW, "four")).isEmpty();
    }

    @Test
    void whatIsPublishedAgainIsNotWithdrawnAnyMore() {
        RulebookHistory again = back(abc).publish("cccc", NOW, "five");
        assertThat(again.withdrawn()).isEmpty();
        assertThat(again.predecessors())
                .extracting(RulebookHistory.Predecessor::rulebook)
                .containsExactly("bbbb", "aaaa");
    }

    @Test
    void publishingTheSameSwitchesItsRulesOnAgainAndAddsNoPast() {
        RulebookHistory off = abc.disableRule("spike", "failed", NOW, "watch");
        assertThat(off.now().off()).containsEntry("spike", "failed");
        assertThat(off.now().rulebook()).isEqualTo("cccc");
        RulebookHistory on = off.publish("cccc", NOW, "five");
        assertThat(on.now().off()).isEmpty();
        assertThat(on.predecessors()).isEqualTo(abc.predecessors());
    }

    @Test
    void aCandidateStaysWhileOthersArePublishedAndEndsWhenItDecides() {
        RulebookHistory beside = abc.withCandidate("dddd", NOW, "five");
        assertThat(beside.now().rulebook()).isEqualTo("cccc");
        assertThat(beside.now().candidate()).isEqualTo("dddd");
        assertThat(beside.publish("eeee", NOW, "five").now().candidate()).isEqualTo("dddd");
        assertThat(beside.publish("dddd", NOW, "five").now().candidate()).isNull();
        assertThat(back(beside).now().candidate()).isNull();
    }
}
