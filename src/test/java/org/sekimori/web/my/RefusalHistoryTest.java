package org.sekimori.web.my;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.mail.Account;

/** What a customer reads of refused mail: both kinds of refusals, from whoever can tell, and nothing of others. */
class RefusalHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
    private static final Account HANAKO = Account.of("hanako@isp.example");
    private static final RefusalHistory.Source AWAY = criteria -> Optional.empty();

    private final List<DecisionCriteria> asked = new ArrayList<>();

    private static FoundDecision found(String reference, String verdict, int minutesAgo, String told) {
        Instant time = NOW.minus(Duration.ofMinutes(minutesAgo));
        return FoundDecision.builder(time, "id-" + reference, HANAKO.name(), verdict)
                .reference(reference)
                .rules(List.of(verdict.equals("defer") ? "send-limit" : "overseas-without-grant"))
                .origin(new FoundDecision.ClientOrigin("country", "DE", null, null, null))
                .told(told.isEmpty() ? null : new FoundDecision.SentAnswer(time, told, "log", "postfix@mx1"))
                .build();
    }

    private RefusalHistory.Source source(FoundDecision... all) {
        return criteria -> {
            asked.add(criteria);
            List<FoundDecision> fitting = List.of(all).stream()
                    .filter(one -> criteria.verdict() == null || one.verdict().equals(criteria.verdict()))
                    .filter(one ->
                            criteria.reference() == null || one.reference().equals(criteria.reference()))
                    .toList();
            return Optional.of(new DecisionPage(fitting, null, 0, 0, null));
        };
    }

    private static RefusalHistory history(RefusalHistory.Source... sources) {
        return new RefusalHistory(List.of(sources), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void rejectedAndDeferredMailOfTheLastTwoWeeksIsToldNewestFirst() {
        RefusalHistory history =
                history(source(found("AAAA-AAAA", "reject", 30, ""), found("BBBB-BBBB", "defer", 10, "defer")));

        assertThat(history.of(HANAKO).orElseThrow())
                .extracting(PastRefusal::reference, PastRefusal::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("BBBB-BBBB", PastRefusal.Why.LIMIT),
                        org.assertj.core.groups.Tuple.tuple("AAAA-AAAA", PastRefusal.Why.ABROAD));
        assertThat(asked).hasSize(2).allSatisfy(criteria -> {
            assertThat(criteria.account()).isEqualTo(HANAKO);
            assertThat(Objects.requireNonNull(criteria.from())).isEqualTo(NOW.minus(RefusalHistory.SHOWN));
        });
    }

    @Test
    void mailThatTheServerLetPassAfterAllIsNoRefusal() {
        assertThat(history(source(found("AAAA-AAAA", "reject", 5, "accept")))
                        .of(HANAKO)
                        .orElseThrow())
                .isEmpty();
    }

    @Test
    void whileTheArchiveIsAwayTheLogIsAskedAndWithoutBothNothingIsClaimed() {
        assertThat(history(AWAY, source(found("AAAA-AAAA", "reject", 5, "")))
                        .of(HANAKO)
                        .orElseThrow())
                .hasSize(1);
        assertThat(history(AWAY, AWAY).of(HANAKO)).isEmpty();
        assertThat(history(AWAY, AWAY).find(HANAKO, "AAAA-AAAA")).isEmpty();
    }

    @Test
    void theArchiveAnswersBeforeTheLog() {
        assertThat(history(source(), source(found("AAAA-AAAA", "reject", 5, "")))
                        .of(HANAKO))
                .hasValueSatisfying(all -> assertThat(all).isEmpty());
    }

    @Test
    void atMostTenAreToldAndOneIsFoundByItsReference() {
        FoundDecision[] many = new FoundDecision[15];
        for (int i = 0; i < many.length; i++) {
            many[i] = found("REF" + i, "reject", 60 - i, "");
        }
        RefusalHistory history = history(source(many));

        assertThat(history.of(HANAKO).orElseThrow())
                .hasSize(10)
                .first()
                .extracting(PastRefusal::reference)
                .isEqualTo("REF14");
        assertThat(history.find(HANAKO, "REF9")).isPresent();
        assertThat(history.find(HANAKO, "REF0")).as("older than the ten").isPresent();
        assertThat(history.find(HANAKO, "REF99")).isEmpty();
        assertThat(history.find(Account.of("taro@isp.example"), "REF9"))
                .as("of somebody else")
                .isEmpty();
        List<Account> both = List.of(Account.of("taro@isp.example"), HANAKO);
        assertThat(history.place(both, "REF0")).hasValue(1);
        assertThat(history.place(both.subList(0, 1), "REF0")).hasValue(-1);
        assertThat(history(AWAY).place(both, "REF0")).isEmpty();
    }
}
