package org.sekimori.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.rules.Rulebook;

/** One account that lives an {@link UnusualAccountPattern} under a rulebook, with a grant for wherever it goes, and what became of it. */
final class UnusualAccountRun implements AutoCloseable {

    private final SingleAccountHarness account;
    private final SortedSet<Integer> flagged = new TreeSet<>();
    private int frozen;
    private int freeze;
    private int longest;
    private int size;

    UnusualAccountRun(Rulebook rulebook) {
        account = new SingleAccountHarness(rulebook, "someone@isp.example");
    }

    void live(UnusualAccountPattern life, int days) {
        for (int day = 0; day < days; day++) {
            liveOn(life, day);
        }
    }

    void liveOn(UnusualAccountPattern life, int day) {
        if (day % 5 == 0) {
            account.outputs(new LogEntry.GrantRequest(new GrantCommand.Open(
                    "grant-" + day, account.account(), start(day), "owner", "cli", null, null, new TreeSet<>(), "")));
        }
        lettingPass(life.day(day));
        boolean now = account.profile().at(start(day + 1), ZoneOffset.UTC).learningFrozen();
        freeze = now ? freeze + 1 : 0;
        frozen += now ? 1 : 0;
        longest = Math.max(longest, freeze);
    }

    /** How many of these submissions are made until one is flagged or refused, that one included; all and one more if none is. */
    int noticed(List<TestEventBuilder> submissions) {
        int made = 0;
        for (TestEventBuilder submission : submissions) {
            made++;
            int before = flagged.size();
            if (lettingPass(List.of(submission)) == 0 || flagged.size() > before) {
                return made;
            }
        }
        return made + 1;
    }

    /** How many of these submissions are let pass. */
    int lettingPass(List<TestEventBuilder> happenings) {
        int passed = 0;
        for (TestEventBuilder happening : happenings) {
            for (Decision decision : account.step(happening)) {
                passed += decision.verdict() instanceof Verdict.Accept ? 1 : 0;
                if (!decision.flags().isEmpty()) {
                    flagged.add((int) Duration.between(UnusualAccountPattern.START, decision.time())
                            .toDays());
                }
            }
        }
        BinaryStateWriter profile = new BinaryStateWriter();
        account.profile().write(profile);
        size = Math.max(size, profile.size());
        return passed;
    }

    private static Instant start(int day) {
        return UnusualAccountPattern.START.plus(Duration.ofDays(day));
    }

    /** The days on which any rule flagged it. */
    SortedSet<Integer> flaggedDays() {
        return flagged;
    }

    /** On how many days in a row nothing was learned, as of each midnight. */
    int longestFreeze() {
        return longest;
    }

    /** Whether submission is closed by now. */
    boolean held() {
        return account.state().hold() != null;
    }

    int frozenDays() {
        return frozen;
    }

    /** Most octets of its profile, as of the end of each day and of each message of a theft. */
    int size() {
        return size;
    }

    @Override
    public void close() {
        account.close();
    }
}
