package org.sekimori.lab.statistics;

/** Accumulates an account's current day. */
final class AccountDay {

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

    AccountDay(long number) {
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
        if (second - first < TrafficMeasure.FIRST_SECONDS) {
            firstMessages++;
            firstRecipients += to;
        }
    }

    void addTo(AccountHistograms tally) {
        tally.add(TrafficMeasure.DAY_FAILURES, failures);
        if (messages == 0) {
            return;
        }
        tally.add(TrafficMeasure.DAY_MESSAGES, messages);
        tally.add(TrafficMeasure.DAY_RECIPIENTS, recipients);
        tally.add(TrafficMeasure.BUSIEST_HOUR, busiestHour);
        tally.add(TrafficMeasure.FIRST_MESSAGES, firstMessages);
        tally.add(TrafficMeasure.FIRST_RECIPIENTS, firstRecipients);
        if (networks > 0) {
            tally.add(TrafficMeasure.DAY_NETWORKS, networks);
        }
    }
}
