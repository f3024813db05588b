package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseCommand.Header;
import org.sekimori.cases.CaseCommandResult;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.CaseTransitions;
import org.sekimori.cases.RuleHits;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.WebhookSettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;

/** What a customer and a receiver of webhooks hear in the course of a case. */
@SuppressWarnings("NullAway.Init")
class DueCaseNoticesTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final String WEBHOOK = "webhook:soc";

    private final Map<String, NoticeRecord> entries = new HashMap<>();
    private final List<String> customer = new ArrayList<>();
    private final List<String> webhook = new ArrayList<>();
    private Instant now = Instant.parse("2026-06-01T09:00:00Z");
    private CaseSet cases = CaseSet.NONE;
    private DueCaseNotices notices;
    private DueOtherNotices sides;
    private NoticeHistory history;
    private int commands;

    @BeforeEach
    void begin() {
        NoticeOutbox ledger = (NoticeOutbox) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {NoticeOutbox.class},
                (proxy, method, arguments) -> entries);
        AccountStatus status = (AccountStatus) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AccountStatus.class}, (proxy, method, arguments) -> null);
        WebhookSettings hook = new WebhookSettings(
                "soc",
                URI.create("https://soc.isp.example/"),
                WebhookSettings.Form.GENERIC,
                null,
                null,
                Set.of(NoticeKind.CASE_OPENED, NoticeKind.RELEASED));
        FollowupSettings settings = new FollowupSettings(
                null,
                List.of(),
                Locale.ENGLISH,
                List.of(hook),
                100,
                null,
                NoticeRetryPolicy.DEFAULT,
                () -> RulePrecisionThreshold.DEFAULT);
        notices = new DueCaseNotices(settings, ledger);
        sides = new DueOtherNotices(settings, ledger, status, List.of(WEBHOOK), new FailureIsolation());
        history = new NoticeHistory();
    }

    private Header head() {
        return new Header("c" + commands++, ALICE, now, "sato", "test", null, null);
    }

    private void command(CaseCommand command) {
        CaseCommandResult move = cases.apply(command, CaseLifecyclePolicy.DEFAULT);
        assertThat(move).isInstanceOf(CaseCommandResult.Done.class);
        cases = ((CaseCommandResult.Done) move).set();
        look();
    }

    private CaseHistoryEntry step(String what) {
        return new CaseHistoryEntry(now, what, "sato", "", 0);
    }

    private void hold() {
        cases = CaseTransitions.holdPlacedByPerson(cases, "HHHH-HHHH", step("held"));
        look();
    }

    private void release() {
        cases = CaseTransitions.released(cases, CaseLifecyclePolicy.DEFAULT, step("released"));
        look();
    }

    private void reported() {
        command(new CaseCommand.Report(head(), "", ""));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    /** All that is due now, sent at once. */
    private void look() {
        for (Case one : cases.all()) {
            DueCaseNotices.AccountCase open = new DueCaseNotices.AccountCase(ALICE.name(), one);
            if (one.state() != State.CLOSED || DueCaseNotices.endsLately(one, now)) {
                sent(notices.customer(open, history, now), customer);
            }
            if (one.state() != State.CLOSED) {
                sent(notices.desk(WEBHOOK, open, now), webhook);
            }
        }
        sides.released(new TreeMap<>(Map.of(ALICE.name(), cases)), now).forEach(due -> sent(due, webhook));
    }

    private void sent(@Nullable NoticeRecord due, List<String> told) {
        if (due != null) {
            NoticeRecord sent = due.sending(now).ended(NoticeRecord.State.SENT, now, "");
            entries.put(sent.key(), sent);
            history.record(sent);
            told.add(sent.kind());
        }
    }

    private void quarantined() {
        Case doubt = Case.builder("K7QX-3M2P", Severity.MEDIUM, now)
                .rules(List.of(new RuleHits("doubt", 1, 1, now, now)))
                .quarantined(1)
                .doubt(true)
                .build();
        cases = new CaseSet(doubt, List.of());
        look();
    }

    @Test
    void ofMailInQuarantineTheDeskHearsAndTheCustomerDoesNot() {
        quarantined();
        pass(Duration.ofHours(1));
        command(new CaseCommand.ClearQuarantine(head(), false, 1, List.of()));
        command(new CaseCommand.Release(head(), true, "it was her club"));
        command(new CaseCommand.Close(head(), Outcome.FALSE_POSITIVE, true, "it was her club"));

        assertThat(customer).isEmpty();
        assertThat(webhook).contains("case-opened");
    }

    @Test
    void onceItIsMoreThanADoubtTheCustomerHears() {
        quarantined();
        pass(Duration.ofHours(1));
        reported();

        assertThat(customer).containsExactly("case-opened");
    }

    @Test
    void aHoldIsToldAlsoInADoubt() {
        quarantined();
        hold();
        pass(Duration.ofMinutes(10));
        release();

        assertThat(customer).containsExactly("account-held", "released");
    }

    @Test
    void aHoldAndItsEndAreToldOnTheSameDayAsTheCase() {
        reported();
        pass(Duration.ofMinutes(10));
        hold();
        pass(Duration.ofMinutes(10));
        release();
        pass(Duration.ofMinutes(10));
        look();

        assertThat(customer).containsExactly("case-opened", "account-held", "released");
        assertThat(webhook).containsExactly("case-opened", "released");
    }

    @Test
    void aSecondHoldOfOneCaseIsToldLikeTheFirst() {
        hold();
        pass(Duration.ofMinutes(10));
        cases = CaseTransitions.holdEnded(cases, now);
        look();
        pass(Duration.ofMinutes(10));
        hold();

        assertThat(customer).containsExactly("account-held", "released", "account-held");
    }

    @Test
    void aHoldThatEndsByItselfWhileTheDeviceIsCleanedIsTold() {
        hold();
        pass(Duration.ofMinutes(10));
        command(new CaseCommand.Move(head(), State.CLEANED, ""));
        pass(Duration.ofMinutes(10));
        cases = CaseTransitions.holdEnded(cases, now);
        look();

        assertThat(customer).containsExactly("account-held", "released");
    }

    @Test
    void aFalsePositiveThatLiftsAHoldIsTold() {
        hold();
        pass(Duration.ofMinutes(10));
        command(new CaseCommand.Close(head(), Outcome.FALSE_POSITIVE, true, "asked"));

        assertThat(customer).containsExactly("account-held", "released");
        assertThat(webhook).containsExactly("case-opened", "released");
    }

    @Test
    void aHoldThatOutlivesItsCaseIsToldWhenItEnds() {
        hold();
        pass(Duration.ofMinutes(10));
        command(new CaseCommand.Close(head(), Outcome.CONFIRMED, true, ""));
        assertThat(webhook).containsExactly("case-opened", "case-closed");
        pass(Duration.ofDays(20));
        release();

        assertThat(customer).containsExactly("account-held", "released");
    }

    @Test
    void ofWhatWasNeverHeldNobodySaysThatItIsOpenAgain() {
        reported();
        pass(Duration.ofMinutes(10));
        command(new CaseCommand.Close(head(), Outcome.FALSE_POSITIVE, true, ""));

        assertThat(customer).containsExactly("case-opened");
        assertThat(webhook).containsExactly("case-opened", "case-closed");
    }

    @Test
    void aReleaseOfWhatWasNeverHeldEndsTheCase() {
        reported();
        pass(Duration.ofMinutes(10));
        command(new CaseCommand.Release(head(), true, "asked"));

        assertThat(customer).containsExactly("case-opened", "case-closed");
        assertThat(webhook).containsExactly("case-opened", "case-closed");
    }

    @Test
    void aCaseThatComesBackWithinADayIsNotToldAgainButItsHoldIs() {
        hold();
        pass(Duration.ofMinutes(10));
        release();
        pass(Duration.ofMinutes(10));
        reported();
        assertThat(customer).containsExactly("account-held", "released");
        pass(Duration.ofMinutes(10));
        hold();

        assertThat(customer).containsExactly("account-held", "released", "account-held");
    }

    @Test
    void aHoldBeforeTheCaseBeganAnewIsNotTheOneThatEndsNow() {
        hold();
        pass(Duration.ofMinutes(10));
        release();
        pass(Duration.ofDays(2));
        reported();
        pass(Duration.ofMinutes(10));
        command(new CaseCommand.Close(head(), Outcome.FALSE_POSITIVE, true, ""));

        assertThat(customer).containsExactly("account-held", "released", "case-opened");
        assertThat(webhook).containsExactly("case-opened", "released", "case-opened", "case-closed");
    }

    @Test
    void whatIsLongAgoIsNoNews() {
        hold();
        pass(Duration.ofMinutes(10));
        cases = CaseTransitions.released(cases, CaseLifecyclePolicy.DEFAULT, step("released"));
        pass(Duration.ofDays(4));
        look();

        assertThat(customer).containsExactly("account-held");
    }
}
