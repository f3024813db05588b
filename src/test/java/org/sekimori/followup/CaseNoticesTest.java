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
import org.sekimori.cases.CaseCommand.Head;
import org.sekimori.cases.CaseMove;
import org.sekimori.cases.CaseMoves;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.CaseStep;
import org.sekimori.cases.CaseTerms;
import org.sekimori.cases.PrecisionTerms;
import org.sekimori.mail.Account;
import org.sekimori.stream.Ledger;
import org.sekimori.stream.NoticeEntry;
import org.sekimori.stream.Standing;

/** What a customer and a receiver of webhooks hear in the course of a case. */
@SuppressWarnings("NullAway.Init")
class CaseNoticesTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final String WEBHOOK = "webhook:soc";

    private final Map<String, NoticeEntry> entries = new HashMap<>();
    private final List<String> customer = new ArrayList<>();
    private final List<String> webhook = new ArrayList<>();
    private Instant now = Instant.parse("2026-06-01T09:00:00Z");
    private CaseSet cases = CaseSet.NONE;
    private CaseNotices notices;
    private SideNotices sides;
    private Memory memory;
    private int commands;

    @BeforeEach
    void begin() {
        Ledger ledger = (Ledger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> entries);
        Standing standing = (Standing) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Standing.class}, (proxy, method, arguments) -> null);
        WebhookSettings hook = new WebhookSettings(
                "soc",
                URI.create("https://soc.isp.example/"),
                WebhookSettings.Form.GENERIC,
                null,
                null,
                Set.of(Kind.CASE_OPENED, Kind.RELEASED));
        FollowupSettings settings = new FollowupSettings(
                null,
                List.of(),
                Locale.ENGLISH,
                List.of(hook),
                100,
                null,
                Backoff.DEFAULT,
                () -> PrecisionTerms.DEFAULT);
        notices = new CaseNotices(settings, ledger);
        sides = new SideNotices(settings, ledger, standing, List.of(WEBHOOK), new Troubles());
        memory = new Memory();
    }

    private Head head() {
        return new Head("c" + commands++, ALICE, now, "sato", "test", null, null);
    }

    private void command(CaseCommand command) {
        CaseMove move = cases.apply(command, CaseTerms.DEFAULT);
        assertThat(move).isInstanceOf(CaseMove.Done.class);
        cases = ((CaseMove.Done) move).set();
        look();
    }

    private CaseStep step(String what) {
        return new CaseStep(now, what, "sato", "", 0);
    }

    private void hold() {
        cases = CaseMoves.placed(cases, "HHHH-HHHH", step("held"));
        look();
    }

    private void release() {
        cases = CaseMoves.released(cases, CaseTerms.DEFAULT, step("released"));
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
            CaseNotices.Open open = new CaseNotices.Open(ALICE.name(), one);
            if (one.state() != State.CLOSED || CaseNotices.endsLately(one, now)) {
                sent(notices.customer(open, memory, now), customer);
            }
            if (one.state() != State.CLOSED) {
                sent(notices.desk(WEBHOOK, open, now), webhook);
            }
        }
        sides.released(new TreeMap<>(Map.of(ALICE.name(), cases)), now).forEach(due -> sent(due, webhook));
    }

    private void sent(@Nullable NoticeEntry due, List<String> told) {
        if (due != null) {
            NoticeEntry sent = due.sending(now).ended(NoticeEntry.State.SENT, now, "");
            entries.put(sent.key(), sent);
            memory.note(sent);
            told.add(sent.kind());
        }
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
        cases = CaseMoves.holdEnded(cases, now);
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
        cases = CaseMoves.holdEnded(cases, now);
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
        cases = CaseMoves.released(cases, CaseTerms.DEFAULT, step("released"));
        pass(Duration.ofDays(4));
        look();

        assertThat(customer).containsExactly("account-held");
    }
}
