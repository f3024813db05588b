package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;
import org.sekimori.server.SekimoriProperties.FallbackMode;
import org.sekimori.stream.AccountStatus;

@SuppressWarnings("NullAway.Init")
class FallbackPolicyTest {

    private static final AccountStatus NOTHING = new AccountStatus() {
        @Override
        public GrantSet grants(Account account) {
            if (account.name().startsWith("broken")) {
                throw new IllegalStateException("a fault of the test's");
            }
            return GrantSet.NONE;
        }

        @Override
        public Optional<AccountHomeOverride> home(Account account) {
            return Optional.empty();
        }

        @Override
        public SortedMap<String, AccountHomeOverride> allHomes() {
            return new TreeMap<>();
        }

        @Override
        public Optional<Hold> hold(Account account) {
            return Optional.empty();
        }

        @Override
        public CaseSet cases(Account account) {
            return CaseSet.NONE;
        }

        @Override
        public SortedMap<String, GrantSet> allGrants() {
            return new TreeMap<>();
        }

        @Override
        public SortedMap<String, Hold> allHolds() {
            return new TreeMap<>();
        }

        @Override
        public SortedMap<String, CaseSet> allCases() {
            return new TreeMap<>();
        }
    };

    private static Rulebook japan;

    @BeforeAll
    static void compile() throws Exception {
        japan = Rulebook.compile(TestPolicy.rulebook("defaults:\n  home: [JP]\n"));
    }

    @AfterAll
    static void release() {
        japan.close();
    }

    private static MailEvent from(String country, String account) {
        return MailEvent.builder(
                        account + country,
                        Instant.parse("2026-06-01T09:00:00Z"),
                        EventKind.ATTEMPT,
                        Account.of(account))
                .clientAddress("192.0.2.1")
                .recipientCount(1)
                .origin(new Origin.Country(country, "192.0.2.0/24", 0, new Origin.Source("test", null)))
                .build();
    }

    @Test
    void theLocalAnswerIsThatOfTheRules() {
        try (FallbackPolicy local = new FallbackPolicy(FallbackMode.LOCAL, () -> japan, NOTHING)) {
            assertThat(local.answer(from("JP", "alice@isp.example")).verdict()).isEqualTo(Verdict.ACCEPT);
            SubmissionAnswer refused = local.answer(from("DE", "alice@isp.example"));
            assertThat(refused.verdict().word()).isEqualTo("reject");
            assertThat(refused.source()).isEqualTo(SubmissionAnswer.Source.FALLBACK);
        }
    }

    @Test
    void whatFailsForOneAccountFailsForNoOther() {
        try (FallbackPolicy local = new FallbackPolicy(FallbackMode.LOCAL, () -> japan, NOTHING)) {
            assertThatThrownBy(() -> local.answer(from("DE", "broken@isp.example")))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(local.answer(from("DE", "alice@isp.example")).verdict().word())
                    .isEqualTo("reject");
        }
    }

    @Test
    void manyThreadsAreAnsweredAtOnce() throws Exception {
        ExecutorService endpoints = Executors.newFixedThreadPool(8);
        try (FallbackPolicy local = new FallbackPolicy(FallbackMode.LOCAL, () -> japan, NOTHING)) {
            List<Callable<String>> questions = IntStream.range(0, 2_000)
                    .<Callable<String>>mapToObj(
                            i -> () -> local.answer(from(i % 2 == 0 ? "DE" : "JP", "account-" + i + "@isp.example"))
                                    .verdict()
                                    .word())
                    .toList();
            List<Future<String>> answers = endpoints.invokeAll(questions);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0 ? "reject" : "accept");
            }
        } finally {
            endpoints.shutdownNow();
        }
    }

    @Test
    void theLastWordNeedsNoRulebook() {
        try (FallbackPolicy defer = new FallbackPolicy(
                FallbackMode.DEFER,
                () -> {
                    throw new IllegalStateException("no rulebook is to be had");
                },
                NOTHING)) {
            SubmissionAnswer last = defer.unreadable();
            assertThat(last.verdict()).isEqualTo(new Verdict.Defer(451, "4.3.0"));
            assertThat(last.plain()).contains("try again");
        }
    }
}
