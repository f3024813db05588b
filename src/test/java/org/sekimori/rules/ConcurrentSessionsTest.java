package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.Profile;

/** Threads that share a compiled rulebook, each with a session of its own, as the threads of the stream do. */
class ConcurrentSessionsTest {

    private static final int THREADS = 4;
    private static final int SUBMISSIONS = 20_000;

    /** Otherwise somebody's mail is refused for what somebody else sends. */
    @Test
    void aRuleActsOnTheSubmissionOfItsOwnSession() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (Rulebook rulebook = Rulebook.compile(MinimalRulebook.of(
                "recipientCount > 0", "s.find(\"by {account}\", \"account\", s.getAccount()).flag();"))) {
            List<Future<List<String>>> mixed = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String account = "user" + i + "@isp.example";
                mixed.add(pool.submit(mixedUp(rulebook, account)));
            }
            for (Future<List<String>> one : mixed) {
                assertThat(one.get()).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Runs the rules for one account, and returns what they found of others, or did not find of it. */
    private static Callable<List<String>> mixedUp(Rulebook rulebook, String account) {
        MailEvent template = TestSubmissions.fromGermany();
        MailEvent event = MailEvent.builder("e-" + account, template.time(), EventKind.ATTEMPT, Account.of(account))
                .clientAddress("91.10.20.30")
                .sender(account)
                .recipientCount(1)
                .size(100)
                .origin(new Origin.Country("DE", "91.10.20.0/24", 0, new Origin.Source("test", null)))
                .build();
        return () -> {
            List<String> wrong = new ArrayList<>();
            try (RuleSession session = rulebook.newSession()) {
                for (int i = 0; i < SUBMISSIONS; i++) {
                    List<Finding> found = session.run(event, Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
                    if (found.size() != 1 || !found.get(0).evidence().equals(Map.of("account", account))) {
                        wrong.add(account + ": " + found);
                    }
                }
            }
            return wrong;
        };
    }
}
