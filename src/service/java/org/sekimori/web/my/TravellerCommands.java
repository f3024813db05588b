package org.sekimori.web.my;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;

/**
 * What customers do on the page, as commands on the log like those of the desk; the terms of the domain's policy hold for both. A failure is
 * the gateway's: 409 for a refusal, 503 if the log does not answer.
 */
final class TravellerCommands {

    /** The answer to a command precedes the projection by less than this. */
    private static final Duration PROJECTED_AFTER = Duration.ofSeconds(5);

    private static final int MOST_REMEMBERED = 10_000;

    private final CommandGateway gateway;
    private final AccountStatus status;
    private final Clock clock;
    private final Cache<Account, Answered> answered = Caffeine.newBuilder()
            .expireAfterWrite(PROJECTED_AFTER)
            .maximumSize(MOST_REMEMBERED)
            .build();

    /**
     * What a command made of the grants that were projected before it.
     *
     * @param before as projected
     * @param after as answered
     */
    private record Answered(GrantSet before, GrantSet after) {}

    TravellerCommands(CommandGateway gateway, AccountStatus status, Clock clock) {
        this.gateway = gateway;
        this.status = status;
        this.clock = clock;
    }

    /** The grants of an account, with what was just changed here. */
    GrantSet of(Account account) {
        GrantSet projected = status.grants(account);
        Answered known = answered.getIfPresent(account);
        return known != null && known.before().equals(projected) ? known.after() : projected;
    }

    /**
     * Opens a grant for as long as the policy allows.
     *
     * @param form id of the form, by which sending it twice opens one grant
     * @param from its beginning; null: now
     * @param countries that it is for; empty: all
     */
    void open(Traveller by, Account account, String form, @Nullable Instant from, SortedSet<String> countries) {
        carryOut(new GrantCommand.Open(
                "my/" + form, account, clock.instant(), by.by(), Traveller.CHANNEL, from, null, countries, ""));
    }

    /** Moves the end of a grant to one full length from now. */
    void extend(Traveller by, Account account, String form, String grant) {
        carryOut(new GrantCommand.Extend("my/" + form, account, clock.instant(), by.by(), Traveller.CHANNEL, grant));
    }

    /** Ends a grant at once. */
    void end(Traveller by, Account account, String form, String grant) {
        carryOut(new GrantCommand.Revoke("my/" + form, account, clock.instant(), by.by(), Traveller.CHANNEL, grant));
    }

    /** Reports a refused submission that was not the owner's, which opens a case or adds to it. */
    void notMe(Traveller by, Account account, PastRefusal refusal) {
        gateway.execute(report(account, refusal.reference(), refusal.country(), by.by(), Traveller.CHANNEL));
    }

    /** The same command for the same refusal, wherever its owner says so. */
    LogEntry.CaseRequest report(
            Account account, String reference, @Nullable String country, String by, String channel) {
        String said = "the owner says that the submission from " + (country == null ? "an unknown country" : country)
                + " was not theirs";
        return new LogEntry.CaseRequest(new CaseCommand.Report(
                new CaseCommand.Header(reportId(account, reference), account, clock.instant(), by, channel, null, null),
                reference,
                said));
    }

    /** Id of the command for one refusal, wherever and however often it is said. */
    static String reportId(Account account, String reference) {
        return "asked/" + account.name() + "/" + reference;
    }

    private void carryOut(GrantCommand command) {
        Account account = command.account();
        GrantSet before = status.grants(account);
        GrantSet after = gateway.execute(new LogEntry.GrantRequest(command)).grants();
        answered.invalidate(account);
        if (!status.grants(account).equals(after)) {
            answered.put(account, new Answered(before, after));
        }
    }
}
