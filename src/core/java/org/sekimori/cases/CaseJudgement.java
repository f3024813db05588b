package org.sekimori.cases;

import java.time.Instant;

/**
 * A person's judgement of a case.
 *
 * @param outcome the judgement
 * @param at when it was made
 * @param by who made it
 * @param reason why; may be empty
 */
public record CaseJudgement(Case.Outcome outcome, Instant at, String by, String reason) {

    /** Longest reason, in characters; longer ones are cut, the log has them whole. */
    public static final int MOST_REASON = CaseHistoryEntry.MOST_TEXT;

    public CaseJudgement {
        reason = CaseHistoryEntry.shortened(reason, MOST_REASON);
    }

    /** Whether the same person gives the same judgement again. */
    boolean repeatedBy(Case.Outcome said, String who, String why) {
        return outcome == said && by.equals(who) && reason.equals(CaseHistoryEntry.shortened(why, MOST_REASON));
    }
}
