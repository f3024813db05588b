package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InForceTest {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    private final InForce abc = InForce.first("aaaa", NOW, "one")
            .publish("bbbb", NOW.plusSeconds(1), "two")
            .publish("cccc", NOW.plusSeconds(2), "three");

    private static InForce back(InForce from) {
        return from.back(null, NOW.plusSeconds(9), "four").orElseThrow();
    }

    @Test
    void goingBackTwiceGoesBackFurther() {
        assertThat(back(abc).now().rulebook()).isEqualTo("bbbb");
        assertThat(back(abc).now().by()).isEqualTo("four");
        assertThat(back(back(abc)).now().rulebook()).isEqualTo("aaaa");
        assertThat(back(back(abc)).back(null, NOW, "four")).isEmpty();
        assertThat(back(back(abc)).withdrawn()).containsExactly("bbbb", "cccc");
    }

    @Test
    void goingBackToOneThatIsNamedWithdrawsAllAfterIt() {
        InForce first = abc.back("aa", NOW, "four").orElseThrow();
        assertThat(first.now().rulebook()).isEqualTo("aaaa");
        assertThat(first.past()).isEmpty();
        assertThat(first.withdrawn()).containsExactlyInAnyOrder("bbbb", "cccc");
        assertThat(abc.back("dd", NOW, "four")).isEmpty();
    }

    @Test
    void whatIsPublishedAgainIsNotWithdrawnAnyMore() {
        InForce again = back(abc).publish("cccc", NOW, "five");
        assertThat(again.withdrawn()).isEmpty();
        assertThat(again.past()).extracting(InForce.Past::rulebook).containsExactly("bbbb", "aaaa");
    }

    @Test
    void publishingTheSameSwitchesItsRulesOnAgainAndAddsNoPast() {
        InForce off = abc.off("spike", "failed", NOW, "watch");
        assertThat(off.now().off()).containsEntry("spike", "failed");
        assertThat(off.now().rulebook()).isEqualTo("cccc");
        InForce on = off.publish("cccc", NOW, "five");
        assertThat(on.now().off()).isEmpty();
        assertThat(on.past()).isEqualTo(abc.past());
    }

    @Test
    void aCandidateStaysWhileOthersArePublishedAndEndsWhenItDecides() {
        InForce beside = abc.candidate("dddd", NOW, "five");
        assertThat(beside.now().rulebook()).isEqualTo("cccc");
        assertThat(beside.now().candidate()).isEqualTo("dddd");
        assertThat(beside.publish("eeee", NOW, "five").now().candidate()).isEqualTo("dddd");
        assertThat(beside.publish("dddd", NOW, "five").now().candidate()).isNull();
        assertThat(back(beside).now().candidate()).isNull();
    }
}
