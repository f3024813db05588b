package org.sekimori.lab.shape;

/** One account's day while it lasts. */
final class Day {

    /** Days since 1970-01-01 there. */
    final long number;

    int messages;
    int failures;
    int networks;

    private int recipients;
    private int hour = -1;
    private int inHour;
    private int busiestHour;
    private long first;
    private int firstMessages;
    private int firstRecipients;

    Day(long number) {
        this.number = number;
    }

    /** @param second local time, in seconds since 1970 began there */
    void sent(long second, int clockHour, int to) {
        if (messages == 0) {
            first = second;
        }
        messages++;
        recipients += to;
        inHour = clockHour == hour ? inHour + 1 : 1;
        hour = clockHour;
        busiestHour = Math.max(busiestHour, inHour);
        if (second - first < Measure.FIRST_SECONDS) {
            firstMessages++;
            firstRecipients += to;
        }
    }

    void tell(Tally tally) {
        tally.add(Measure.DAY_FAILURES, failures);
        if (messages == 0) {
            return;
        }
        tally.add(Measure.DAY_MESSAGES, messages);
        tally.add(Measure.DAY_RECIPIENTS, recipients);
        tally.add(Measure.BUSIEST_HOUR, busiestHour);
        tally.add(Measure.FIRST_MESSAGES, firstMessages);
        tally.add(Measure.FIRST_RECIPIENTS, firstRecipients);
        if (networks > 0) {
            tally.add(Measure.DAY_NETWORKS, networks);
        }
    }
}
