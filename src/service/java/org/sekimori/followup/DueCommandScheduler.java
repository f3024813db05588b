package org.sekimori.followup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseSet;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.request.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts due commands on the log: a customer was notified; a hold, a watch or the wait for a judgement has ended. Ids are derived,
 * so that a repetition changes nothing.
 */
final class DueCommandScheduler {

    private static final Logger logger = LoggerFactory.getLogger(DueCommandScheduler.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final int MOST = 500;

    private final NoticeOutbox ledger;
    private final AccountStatus status;
    private final NoticeTextProvider wording;
    private final EventLog log;
    private final FailureIsolation troubles;
    private final Clock clock;
    private final Map<String, Instant> asked = new HashMap<>();

    DueCommandScheduler(
            NoticeOutbox ledger,
            AccountStatus status,
            NoticeTextProvider wording,
            EventLog log,
            FailureIsolation troubles,
            Clock clock) {
        this.ledger = ledger;
        this.status = status;
        this.wording = wording;
        this.log = log;
        this.troubles = troubles;
        this.clock = clock;
    }

    void run() {
        Instant now = clock.instant();
        asked.values().removeIf(at -> at.plus(AGAIN).isBefore(now));
        status.allCases().forEach((account, set) -> {
            Case one = set.open();
            if (one != null) {
                troubles.run("prompts", () -> recordCustomerNotice(account, one, now));
                troubles.run("prompts", () -> passed(account, one, now));
            }
        });
        status.allHolds()
                .forEach((account, hold) -> troubles.run("prompts", () -> {
                    if (hold.ended(now)) {
                        ask(new CaseCommand.Due(head("due/hold/" + account + "/" + hold.until(), account, null, now)));
                    }
                }));
    }

    private void recordCustomerNotice(String account, Case one, Instant now) {
        if (one.progress().notifiedAt() != null
                || one.state() == Case.State.RELEASED
                || one.state() == Case.State.WATCHED) {
            return;
        }
        for (String key : List.of(NoticeKeys.first(NoticeKeys.CUSTOMER, account, one), NoticeKeys.held(account, one))) {
            NoticeRecord notice = ledger.entries().get(key);
            if (notice == null || notice.state() != NoticeRecord.State.SENT) {
                continue;
            }
            ask(new CaseCommand.Move(
                    head("notice/" + key, account, one.id(), notice.at()),
                    Case.State.NOTIFIED,
                    "told by mail, " + notice.kind()));
            return;
        }
    }

    private void passed(String account, Case one, Instant now) {
        Instant end = one.progress().watchUntil();
        if (end == null || end.isAfter(now)) {
            return;
        }
        Instant last = end.plus(wording.terms(Account.of(account)).verdict());
        boolean watchEnded = one.state() == Case.State.RELEASED;
        boolean verdictEnded =
                one.state() == Case.State.WATCHED && one.progress().proven() && !last.isAfter(now);
        if (watchEnded || verdictEnded) {
            String what = watchEnded ? "watch" : "verdict";
            ask(new CaseCommand.Due(
                    head("due/" + what + "/" + one.id() + "/" + (watchEnded ? end : last), account, null, now)));
        }
    }

    private static CaseCommand.Header head(String id, String account, @Nullable String caseId, Instant time) {
        return new CaseCommand.Header(id, Account.of(account), time, CaseSet.SERVICE, "followup", caseId, null);
    }

    private void ask(CaseCommand command) {
        if (asked.size() >= MOST || asked.putIfAbsent(command.id(), clock.instant()) != null) {
            return;
        }
        log.request(new LogEntry.CaseRequest(command), PATIENCE).whenComplete((done, failure) -> {
            if (failure != null) {
                logger.warn("A command of the follow-up was not answered and is asked again: {}", failure.toString());
            } else if (!done.done()) {
                logger.info("A command of the follow-up was refused: {}", done.problem());
            }
        });
    }
}
