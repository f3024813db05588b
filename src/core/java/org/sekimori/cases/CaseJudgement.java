package org.sekimori.cases;

import java.time.Instant;

/**
 * What a case turned out to be.
 *
 * @param outcome what it was
 * @param at when it was said
 * @param by who said it
 * @param reason why, in their words; may be empty
 */
public record CaseJudgement(Case.Outcome outcome, Instant at, String by, String reason) {

    /** Longest reason, in characters; longer ones are cut, the log has them whole. */
    public static final int MOST_REASON = CaseHistoryEntry.MOST_TEXT;

    public CaseJudgement {
        reason = CaseHistoryEntry.shortened(reason, MOST_REASON);
    }

    /** Whether somebody says the same again. */
    boolean repeatedBy(Case.Outcome said, String who, String why) {
        return outcome == said && by.equals(who) && reason.equals(CaseHistoryEntry.shortened(why, MOST_REASON));
    }
}
