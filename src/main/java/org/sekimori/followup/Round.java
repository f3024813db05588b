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
import org.sekimori.engine.Output.Asked;
import org.sekimori.stream.Ledger;
import org.sekimori.stream.NoticeEntry;
import org.sekimori.stream.NoticeEntry.State;
import org.sekimori.stream.Standing;

/**
 * One look at everything that may have to be told. What is due follows from the state of the cases and from what the ledger lacks, so
 * nothing is lost however this instance ends. Customers come first, the most severe case first; then the desk, case by case as long as
 * there is room, and the rest in one digest an hour. For one thread.
 */
final class Round {

    /** So many notices in one look, and so many looks into the contacts: another look follows within a second. */
    private static final int MOST_SENT = 100;

    private static final int MOST_ASKED = 500;

    private final FollowupSettings settings;
    private final Ledger ledger;
    private final Standing standing;
    private final Delivery delivery;
    private final NoticeMeters meters;
    private final Troubles troubles;
    private final Clock clock;
    private final CaseNotices cases;
    private final SideNotices sides;
    private final List<String> deskWays = new ArrayList<>();
    private Memory memory = new Memory();
    private Budget budget;
    private long term = -1;
    private int delivered;

    Round(
            FollowupSettings settings,
            Ledger ledger,
            Standing standing,
            Delivery delivery,
            NoticeMeters meters,
            Troubles troubles,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.standing = standing;
        this.delivery = delivery;
        this.meters = meters;
        this.troubles = troubles;
        this.clock = clock;
        if (settings.smtp() != null && !settings.desk().isEmpty()) {
            deskWays.add(Keys.DESK);
        }
        settings.webhooks().forEach(webhook -> deskWays.add(webhook.to()));
        cases = new CaseNotices(settings, ledger);
        sides = new SideNotices(settings, ledger, standing, deskWays, troubles);
        budget = new Budget(settings.perHour(), deskWays.size());
    }

    /** @throws Delivery.StoppedException if this instance does not lead any more */
    void look() {
        if (term != ledger.term()) {
            remember();
        }
        delivered = 0;
        if (settings.smtp() != null) {
            questions();
        }
        List<CaseNotices.Open> open = open();
        Set<String> unsettled = settings.smtp() == null ? Set.of() : customers(withClosed(open));
        for (String to : deskWays) {
            desk(to, open, unsettled);
        }
        others();
    }

    private void remember() {
        term = ledger.term();
        memory = new Memory();
        budget = new Budget(settings.perHour(), deskWays.size());
        ledger.entries().values().stream()
                .sorted(Comparator.comparing(NoticeEntry::at))
                .forEach(entry -> {
                    memory.note(entry);
                    if (entry.attempts() > 0 && entry.state() != State.MERGED) {
                        budget.take(entry.at());
                    }
                });
    }

    /** The most severe first, of these the oldest. */
    private List<CaseNotices.Open> open() {
        List<CaseNotices.Open> open = new ArrayList<>();
        standing.allCases().forEach((account, set) -> {
            Case one = set.open();
            if (one != null) {
                open.add(new CaseNotices.Open(account, one));
            }
        });
        open.sort(Comparator.comparing((CaseNotices.Open one) -> one.one().severity())
                .reversed()
                .thenComparing(one -> one.one().openedAt()));
        return open;
    }

    /** The same and those that were closed lately, of which the customer may have to be told. */
    private List<CaseNotices.Open> withClosed(List<CaseNotices.Open> open) {
        Instant now = clock.instant();
        List<CaseNotices.Open> all = new ArrayList<>(open);
        standing.allCases().forEach((account, set) -> set.closed().stream()
                .filter(one -> CaseNotices.endsLately(one, now))
                .forEach(one -> all.add(new CaseNotices.Open(account, one))));
        return all;
    }

    private void questions() {
        Instant now = clock.instant();
        List<Asked> asked = ledger.questions(MOST_ASKED);
        if (asked.isEmpty()) {
            return;
        }
        Map<String, NoticeEntry> fresh = new TreeMap<>();
        for (Asked one : asked) {
            troubles.with("questions", () -> question(one, now, fresh));
        }
        ledger.write(fresh.values(), List.of());
    }

    private void question(Asked one, Instant now, Map<String, NoticeEntry> fresh) {
        String account = one.account().name();
        // A second one for an account is not asked, whether the first was sent or still waits.
        boolean waits =
                ledger.entries().values().stream().anyMatch(entry -> sides.isQuestion(entry, account) && !entry.over())
                        || fresh.values().stream().anyMatch(entry -> account.equals(entry.account()));
        if (!waits
                && !memory.askedToday(account, now)
                && one.time().plus(Memory.DAY).isAfter(now)) {
            NoticeEntry entry = sides.question(one, now);
            if (!ledger.entries().containsKey(entry.key())) {
                fresh.put(entry.key(), entry);
            }
        }
    }

    /** @return cases of which it is not settled yet whether the customer can be reached; the next look goes on with them */
    private Set<String> customers(List<CaseNotices.Open> open) {
        Set<String> unsettled = new HashSet<>();
        long waiting = 0;
        for (CaseNotices.Open one : open) {
            Instant now = clock.instant();
            NoticeEntry due = troubles.without("cases", () -> cases.customer(one, memory, now));
            if (due == null) {
                continue;
            }
            if (budget.left(now) == 0 || !delivery.passable(Keys.CUSTOMER, now)) {
                waiting++;
            } else if (delivered >= MOST_SENT) {
                unsettled.add(due.key());
            } else {
                waiting += deliver(due).over() ? 0 : 1;
            }
        }
        meters.waiting(Keys.CUSTOMER, waiting + unsettled.size());
        return unsettled;
    }

    private void desk(String to, List<CaseNotices.Open> open, Set<String> unsettled) {
        // The desk does not stand in the queue behind customers who have no contact.
        delivered = 0;
        List<NoticeEntry> left = new ArrayList<>();
        long waiting = 0;
        for (CaseNotices.Open one : open) {
            Instant now = clock.instant();
            // A digest names no customer, so that it need not wait for their contacts.
            NoticeEntry due =
                    budget.left(now) > 0 && unsettled.contains(Keys.first(Keys.CUSTOMER, one.account(), one.one()))
                            ? null
                            : troubles.without("cases", () -> cases.desk(to, one, now));
            if (due == null) {
                continue;
            }
            if (!delivery.passable(to, now)) {
                waiting++;
            } else if (budget.left(now) == 0) {
                left.add(due);
            } else if (delivered < MOST_SENT) {
                waiting += deliver(due).over() ? 0 : 1;
            } else {
                waiting++;
            }
        }
        Instant now = clock.instant();
        if (!left.isEmpty() && !memory.digestedThisHour(to, now) && budget.leftForDigests(now) > 0) {
            digest(to, left, now);
            left.clear();
        }
        meters.waiting(to, waiting + left.size());
    }

    /** In one transaction with the digest, what it tells counts as told: after a crash the digest is sent again, with the same text. */
    private void digest(String to, List<NoticeEntry> left, Instant now) {
        List<NoticeEntry> fresh =
                left.stream().filter(entry -> entry.attempts() == 0).toList();
        if (fresh.isEmpty()) {
            return;
        }
        NoticeEntry digest = sides.digest(to, fresh, now);
        List<NoticeEntry> changed = new ArrayList<>();
        changed.add(digest);
        fresh.forEach(entry -> changed.add(entry.ended(State.MERGED, now, "told by a digest")));
        ledger.write(changed, List.of());
        deliver(digest);
    }

    private void others() {
        Instant now = clock.instant();
        List<NoticeEntry> due = new ArrayList<>();
        due.addAll(sides.waiting(now));
        due.addAll(sides.released(standing.allCases(), now));
        due.addAll(sides.grants(now));
        due.addAll(sides.imprecise(now));
        for (NoticeEntry entry : due) {
            boolean room = entry.kind().equals(Kind.DIGEST.word())
                    ? budget.leftForDigests(now) > 0
                    : budget.left(clock.instant()) > 0;
            if (room && delivered < MOST_SENT && delivery.passable(entry.to(), clock.instant())) {
                deliver(entry);
            }
        }
    }

    private NoticeEntry deliver(NoticeEntry due) {
        delivered++;
        NoticeEntry after = delivery.deliver(due, budget);
        memory.note(after);
        return after;
    }

    /** Keys of entries that nobody will ask for again. */
    List<String> stale(Instant now, Duration kept) {
        Map<String, CaseSet> all = standing.allCases();
        return ledger.entries().values().stream()
                .filter(entry -> entry.at().plus(kept).isBefore(now))
                .filter(entry -> !isOpen(all, entry.account(), entry.about()))
                .map(NoticeEntry::key)
                .toList();
    }

    private static boolean isOpen(Map<String, CaseSet> all, @Nullable String account, String id) {
        @Nullable CaseSet set = account == null ? null : all.get(account);
        Case open = set == null ? null : set.open();
        return open != null && open.id().equals(id);
    }
}
