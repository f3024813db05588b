package org.sekimori.mail;

/**
 * Totals of an account since it became known, this decision included. All are at least 0.
 *
 * @param acceptedMessages submissions answered with accept
 * @param acceptedRecipients envelope recipients of these
 * @param refusedMessages submissions answered with defer or reject; these use no quota
 */
public record SubmissionCounters(long acceptedMessages, long acceptedRecipients, long refusedMessages) {

    /** Nothing yet. */
    public static final SubmissionCounters ZERO = new SubmissionCounters(0, 0, 0);
}
