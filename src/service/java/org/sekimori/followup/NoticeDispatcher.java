package org.sekimori.followup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseSet;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecord.State;

/**
 * One pass over all due notices. They follow from the state of the cases and the gaps of the outbox, so none is lost however this
 * instance ends. Customers come first, the most severe case first; then the abuse team, case by case within the rate limit, and
 * the rest in one digest an hour. Single-threaded.
 */
final class NoticeDispatcher {

    /** Most notices of a pass, and most look-ups of contacts: the next pass follows within a second. */
    private static final int MOST_SENT = 100;

    private static final int MOST_ASKED = 500;

    private final FollowupSettings settings;
    private final NoticeOutbox ledger;
    private final AccountStatus status;
    private final NoticeDelivery delivery;
    private final NoticeMeters meters;
    private final FailureIsolation troubles;
    private final Clock clock;
    private final DueCaseNotices cases;
    private final DueOtherNotices sides;
    private final List<String> deskWays = new ArrayList<>();
    private NoticeHistory history = new NoticeHistory();
    private NoticeRateLimit rateLimit;
    private long term = -1;
    private int delivered;

    NoticeDispatcher(
            FollowupSettings settings,
            NoticeOutbox ledger,
            AccountStatus status,
            NoticeDelivery delivery,
            NoticeMeters meters,
            FailureIsolation troubles,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.status = status;
        this.delivery = delivery;
        this.meters = meters;
        this.troubles = troubles;
        this.clock = clock;
        if (settings.smtp() != null && !settings.desk().isEmpty()) {
            deskWays.add(NoticeKeys.DESK);
        }
        settings.webhooks().forEach(webhook -> deskWays.add(webhook.to()));
        cases = new DueCaseNotices(settings, ledger);
        sides = new DueOtherNotices(settings, ledger, status, deskWays, troubles);
        rateLimit = new NoticeRateLimit(settings.perHour(), deskWays.size());
    }

    /** @throws NoticeDelivery.StoppedException if this instance does not lead any more */
    void dispatch() {
        if (term != ledger.term()) {
            remember();
        }
        delivered = 0;
        if (settings.smtp() != null) {
            questions();
        }
        List<DueCaseNotices.AccountCase> open = open();
        Set<String> unsettled = settings.smtp() == null ? Set.of() : customers(withClosed(open));
        for (String to : deskWays) {
            desk(to, open, unsettled);
        }
        others();
    }

    private void remember() {
        term = ledger.term();
        history = new NoticeHistory();
        rateLimit = new NoticeRateLimit(settings.perHour(), deskWays.size());
        ledger.entries().values().stream()
                .sorted(Comparator.comparing(NoticeRecord::at))
                .forEach(entry -> {
                    history.record(entry);
                    if (entry.attempts() > 0 && entry.state() != State.MERGED) {
                        rateLimit.record(entry.at());
                    }
                });
    }

    /** The most severe first, of these the oldest. */
    private List<DueCaseNotices.AccountCase> open() {
        List<DueCaseNotices.AccountCase> open = new ArrayList<>();
        status.allCases().forEach((account, set) -> {
            Case one = set.open();
            if (one != null) {
                open.add(new DueCaseNotices.AccountCase(account, one));
            }
        });
        open.sort(Comparator.comparing(
                        (DueCaseNotices.AccountCase one) -> one.one().severity())
                .reversed()
                .thenComparing(one -> one.one().openedAt()));
        return open;
    }

    /** Open cases and those closed lately, whose customers may have to be notified. */
    private List<DueCaseNotices.AccountCase> withClosed(List<DueCaseNotices.AccountCase> open) {
        Instant now = clock.instant();
        List<DueCaseNotices.AccountCase> all = new ArrayList<>(open);
        status.allCases().forEach((account, set) -> set.closed().stream()
                .filter(one -> DueCaseNotices.endsLately(one, now))
                .forEach(one -> all.add(new DueCaseNotices.AccountCase(account, one))));
        return all;
    }

    private void questions() {
        Instant now = clock.instant();
        List<OwnerQuestionRaised> asked = ledger.questions(MOST_ASKED);
        if (asked.isEmpty()) {
            return;
        }
        Map<String, NoticeRecord> fresh = new TreeMap<>();
        for (OwnerQuestionRaised one : asked) {
            troubles.run("questions", () -> question(one, now, fresh));
        }
        ledger.write(fresh.values(), List.of());
    }

    private void question(OwnerQuestionRaised one, Instant now, Map<String, NoticeRecord> fresh) {
        String account = one.account().name();
        // One question per account at a time, whether the first was sent or is pending.
        boolean waits = ledger.entries().values().stream()
                        .anyMatch(entry -> sides.isQuestion(entry, account) && !entry.isFinished())
                || fresh.values().stream().anyMatch(entry -> account.equals(entry.account()));
        if (!waits
                && !history.questionedWithinDay(account, now)
                && one.time().plus(NoticeHistory.DAY).isAfter(now)) {
            NoticeRecord entry = sides.question(one, now);
            if (!ledger.entries().containsKey(entry.key())) {
                fresh.put(entry.key(), entry);
            }
        }
    }

    /**
     * @return cases whose customer's contact is not settled yet; the next pass continues with them
     */
    private Set<String> customers(List<DueCaseNotices.AccountCase> open) {
        Set<String> unsettled = new HashSet<>();
        long waiting = 0;
        for (DueCaseNotices.AccountCase one : open) {
            Instant now = clock.instant();
            NoticeRecord due = troubles.call("cases", () -> cases.customer(one, history, now));
            if (due == null) {
                continue;
            }
            if (rateLimit.remaining(now) == 0 || !delivery.isChannelAvailable(NoticeKeys.CUSTOMER, now)) {
                waiting++;
            } else if (delivered >= MOST_SENT) {
                unsettled.add(due.key());
            } else {
                waiting += deliver(due).isFinished() ? 0 : 1;
            }
        }
        meters.waiting(NoticeKeys.CUSTOMER, waiting + unsettled.size());
        return unsettled;
    }

    private void desk(String to, List<DueCaseNotices.AccountCase> open, Set<String> unsettled) {
        // Analysts' notices do not wait behind customers without a contact.
        delivered = 0;
        List<NoticeRecord> left = new ArrayList<>();
        long waiting = 0;
        for (DueCaseNotices.AccountCase one : open) {
            Instant now = clock.instant();
            // A digest names no customer, so that it need not wait for their contacts.
            NoticeRecord due = rateLimit.remaining(now) > 0
                            && unsettled.contains(NoticeKeys.first(NoticeKeys.CUSTOMER, one.account(), one.one()))
                    ? null
                    : troubles.call("cases", () -> cases.desk(to, one, now));
            if (due == null) {
                continue;
            }
            if (!delivery.isChannelAvailable(to, now)) {
                waiting++;
            } else if (rateLimit.remaining(now) == 0) {
                left.add(due);
            } else if (delivered < MOST_SENT) {
                waiting += deliver(due).isFinished() ? 0 : 1;
            } else {
                waiting++;
            }
        }
        Instant now = clock.instant();
        if (!left.isEmpty() && !history.digestedThisHour(to, now) && rateLimit.remainingForDigests(now) > 0) {
            digest(to, left, now);
            left.clear();
        }
        meters.waiting(to, waiting + left.size());
    }

    /** Records the digest and its notices in one transaction: after a crash the digest is sent again, with the same text. */
    private void digest(String to, List<NoticeRecord> left, Instant now) {
        List<NoticeRecord> fresh =
                left.stream().filter(entry -> entry.attempts() == 0).toList();
        if (fresh.isEmpty()) {
            return;
        }
        NoticeRecord digest = sides.digest(to, fresh, now);
        List<NoticeRecord> changed = new ArrayList<>();
        changed.add(digest);
        fresh.forEach(entry -> changed.add(entry.ended(State.MERGED, now, "told by a digest")));
        ledger.write(changed, List.of());
        deliver(digest);
    }

    private void others() {
        Instant now = clock.instant();
        List<NoticeRecord> due = new ArrayList<>();
        due.addAll(sides.waiting(now));
        due.addAll(sides.released(status.allCases(), now));
        due.addAll(sides.grants(now));
        due.addAll(sides.imprecise(now));
        for (NoticeRecord entry : due) {
            boolean room = entry.kind().equals(NoticeKind.DIGEST.word())
                    ? rateLimit.remainingForDigests(now) > 0
                    : rateLimit.remaining(clock.instant()) > 0;
            if (room && delivered < MOST_SENT && delivery.isChannelAvailable(entry.to(), clock.instant())) {
                deliver(entry);
            }
        }
    }

    private NoticeRecord deliver(NoticeRecord due) {
        delivered++;
        NoticeRecord after = delivery.deliver(due, rateLimit);
        history.record(after);
        return after;
    }

    /** Keys of obsolete records. */
    List<String> stale(Instant now, Duration kept) {
        Map<String, CaseSet> all = status.allCases();
        return ledger.entries().values().stream()
                .filter(entry -> entry.at().plus(kept).isBefore(now))
                .filter(entry -> !isOpen(all, entry.account(), entry.about()))
                .map(NoticeRecord::key)
                .toList();
    }

    private static boolean isOpen(Map<String, CaseSet> all, @Nullable String account, String id) {
        @Nullable CaseSet set = account == null ? null : all.get(account);
        Case open = set == null ? null : set.open();
        return open != null && open.id().equals(id);
    }
}
