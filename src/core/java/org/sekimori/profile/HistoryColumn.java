package org.sekimori.profile;

/** The columns of a {@link SendHistory}, the most used first, because their bits then fit one octet. */
final class HistoryColumn {

    /** Recipients that the account never wrote to before, as far as {@link KnownRecipients} remembers. */
    static final int NEW = 4;

    /** Recipients that could not be compared with known ones. */
    static final int UNCOMPARED = 5;

    /** Recipients whose delivery failed; counted at the time of the submission. */
    static final int BOUNCED = 6;

    /** Recipients that complained; at the time of the submission. */
    static final int COMPLAINED = 11;

    /** Above zero: the account was under suspicion, and the day is not evidence of its owner's habits. Kept for days only. */
    static final int SUSPECT = 12;

    /** Different networks of the day that were not familiar, of log-ins, too; kept for days alone. */
    static final int UNFAMILIAR_NETWORKS = 13;

    /** Different addresses in such networks; kept for days alone. */
    static final int UNFAMILIAR_ADDRESSES = 14;

    /** Columns of a row. */
    static final int COUNT = 15;

    /** The columns of messages, as bits, by sets of classes. */
    private static final int[] MESSAGES = new int[16];

    static {
        for (int lanes = 0; lanes < MESSAGES.length; lanes++) {
            for (TrafficClass trafficClass : TrafficClass.values()) {
                MESSAGES[lanes] |= trafficClass.in(lanes) ? 1 << messages(trafficClass) : 0;
            }
        }
    }

    /** Columns that minutes and half hours keep, which are the first ones. */
    static final int SHORT_COUNT = 12;

    private HistoryColumn() {}

    static int messages(TrafficClass trafficClass) {
        return trafficClass.ordinal() < 2 ? trafficClass.ordinal() * 2 : 3 + trafficClass.ordinal() * 2;
    }

    /** A bit for each column of messages of these classes. */
    static int messagesOf(int lanes) {
        return MESSAGES[lanes];
    }

    /** The same of recipients. */
    static int recipientsOf(int lanes) {
        return MESSAGES[lanes] << 1;
    }

    static int recipients(TrafficClass trafficClass) {
        return messages(trafficClass) + 1;
    }
}
