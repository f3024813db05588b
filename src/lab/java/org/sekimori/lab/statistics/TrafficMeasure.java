package org.sekimori.lab.statistics;

import java.util.Locale;

/**
 * Measures of accounts, each a histogram of whole numbers. A <em>message</em> is a submission; a <em>day</em> is a local one; a
 * day is <em>active</em> if the account submits on it. Measures per account use only those with at least {@link #ENOUGH_DAYS}
 * active days, since fewer show no habit.
 */
public enum TrafficMeasure {
    /** Messages of an active day. */
    DAY_MESSAGES,
    /** Recipients of all messages of an active day. */
    DAY_RECIPIENTS,
    /** Recipients of a message. */
    MESSAGE_RECIPIENTS,
    /** Messages in the fullest clock hour of an active day. */
    BUSIEST_HOUR,
    /** Days from an active day to the next; 1 if they follow each other. */
    GAP,
    /** Per account: active days of a thousand, from the first active day to the last, both included. */
    ACTIVE_SHARE,
    /** Per account: messages of an active day in the mean, in hundredths. */
    ACCOUNT_RATE,
    /** Per account: variance (n - 1) of the messages of active days by their mean, in hundredths. */
    DISPERSION,
    /** Per account: messages of the fullest day by the mean of active days, in hundredths. */
    PEAK,
    /** Messages of an account in all, however many its active days. */
    ACCOUNT_MESSAGES,
    /** For each recipient named, once the account has written to {@value #ENOUGH_KNOWN}: 1 if never before, else 0. */
    NEW_RECIPIENT,
    /** Day of the week of a message, Monday is 1. */
    WEEKDAY,
    /** Hour of the day of a message, 0 to 23. */
    HOUR,
    /** Messages within {@value #FIRST_SECONDS} seconds of an active day's first one, that one included. */
    FIRST_MESSAGES,
    /** Recipients of these. */
    FIRST_RECIPIENTS,
    /** Octets of a message; those of unknown size do not count. */
    SIZE,
    /**
     * Networks ({@code /24}, {@code /48}) from which the account submits on an active day. Here and in the next, the provider's
     * webmail and relays do not count: they do not tell where the customer is. A day without any is left out.
     */
    DAY_NETWORKS,
    /**
     * For each message from {@value #SETTLING_DAYS} days after the account's first on: 1 if it did not submit from this network
     * in the {@value #FORGETTING_DAYS} days before, else 0.
     */
    NEW_NETWORK,
    /** For each message whose country is known: 1 if it is not home, else 0. */
    ABROAD,
    /** Failed log-ins on a day on which the account submits or fails. */
    DAY_FAILURES,
    /** For each recipient submitted to: 1 if a non-delivery report came, else 0. */
    BOUNCED;

    static final int ENOUGH_DAYS = 10;
    static final int ENOUGH_KNOWN = 10;
    static final int FIRST_SECONDS = 600;
    static final int SETTLING_DAYS = 14;
    static final int FORGETTING_DAYS = 30;

    /** The word in files, such as {@code day-messages}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a log in which it is always 0 must be taken not to report it. */
    boolean silentIfNever() {
        return this == DAY_FAILURES || this == BOUNCED;
    }
}
