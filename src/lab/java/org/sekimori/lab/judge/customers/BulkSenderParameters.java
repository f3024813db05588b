package org.sekimori.lab.judge.customers;

/** Numbers about newsletters and devices, each with where it comes from. */
public final class BulkSenderParameters {

    private BulkSenderParameters() {}

    // Newsletters.

    /** Days between issues of registered senders, and how many send so. Judgement: weekly and monthly are usual. */
    static final double[] REGISTERED_DAYS = {3.5, 7, 14, 30};

    static final double[] REGISTERED_SHARES = {0.1, 0.4, 0.2, 0.3};
    /** The same for those who told nobody: now and then. Judgement. */
    static final double[] UNREGISTERED_DAYS = {7, 30, 60, 100};

    static final double[] UNREGISTERED_SHARES = {0.1, 0.4, 0.3, 0.2};
    /** Days by which an issue is early or late. Judgement. */
    static final double LATE_SHARE = 0.12;
    /** Subscribers: registered median 900, others 110. Judgement: shops, and clubs and small firms. */
    static final double REGISTERED_LOG = 6.8;

    static final double REGISTERED_SIGMA = 1.1;
    static final double UNREGISTERED_LOG = 4.7;
    static final double UNREGISTERED_SIGMA = 0.8;
    static final int LIST_LEAST = 15;
    static final int LIST_MOST = 25_000;
    /** New subscribers with each issue. Judgement. */
    static final double LIST_GROWS = 0.01;
    /** One message for each recipient; else blind copies in chunks. Judgement; only small lists can be sent singly. */
    static final double SINGLY = 0.45;

    static final int CHUNK_LEAST = 10;
    static final int CHUNK_MOST = 60;
    /** Messages of an issue; larger lists are sent in larger chunks. Given to the author as a limit of volume. */
    public static final int ISSUE_MOST_MESSAGES = 120;
    /** Seconds from message to message, of the slowest and fastest programs. Judgement: 1 s to a minute. */
    static final double GAP_LEAST_SECONDS = 1;

    static final double GAP_MOST_SECONDS = 60;
    /** How unevenly: factors on the gap. Judgement. */
    static final double GAP_EVEN_LEAST = 0.7;

    static final double GAP_EVEN_MOST = 1.5;
    /** Messages after which a program pauses, and minutes of the pause, to keep below limits. Judgement. */
    static final int PAUSE_AFTER_LEAST = 10;

    static final int PAUSE_AFTER_MOST = 60;
    static final double PAUSE_MOST_MINUTES = 20;
    /** Share of dead addresses, a Beta distribution: 1 % with care, old lists 10 %. Published: senders' benchmarks give 1 to
     * 2 % hard bounces for kept lists; the old ones are judgement. */
    static final double KEPT_ALPHA = 1;

    static final double KEPT_BETA = 90;
    static final double OLD_ALPHA = 2;
    static final double OLD_BETA = 20;
    static final double OLD_LISTS = 0.2;
    /** Hours of the day at which issues go out. Judgement. */
    static final int ISSUE_FROM_HOUR = 7;

    static final int ISSUE_UNTIL_HOUR = 21;
    /** Send through a rented machine instead of from the desk, registered ones. Judgement. */
    static final double FROM_MACHINE = 0.5;

    static final double LETTER_LOG = 10.3;
    static final double LETTER_SIGMA = 0.8;

    // Devices.

    /** Daily at the same time; on working days; shop systems; only when something breaks. Judgement. */
    static final double[] DEVICE_SHARES = {0.4, 0.15, 0.2, 0.25};
    /** Messages a day of a device that reports daily. Judgement. */
    static final int REPORTS_MOST = 3;
    /** Seconds by which its time varies. Judgement: schedulers start by the minute, reports take their time. */
    static final double REPORT_JITTER_SECONDS = 40;
    /** A day on which it is off. Judgement. */
    static final double OFF = 0.01;
    /** Recipients of a device, all in one message. Judgement. */
    static final int OPERATORS_MOST = 4;
    /** Orders of a shop a day: median 3 and spread; variance to mean. Judgement. */
    static final double ORDERS_LOG = 1.1;

    static final double ORDERS_SIGMA = 0.9;
    static final double ORDERS_MOST = 30;
    static final double ORDERS_BURST = 2.0;
    /** Customers of a shop who ordered before; the shop's own copy of each order. Judgement. */
    static final double BOUGHT_BEFORE = 0.35;

    static final int SHOP_CUSTOMERS = 3_000;
    /** Customers mistype their address. Judgement. */
    static final double ORDER_DEAD = 0.02;
    /** Days from one failure to the next, and messages then: median 40. Judgement. */
    static final double BREAKS_EVERY_DAYS = 30;

    static final double ALARMS_LOG = 3.7;
    static final double ALARMS_SIGMA = 1.0;
    static final int ALARMS_MOST = 600;
    /** Seconds between alarms. Judgement: monitors repeat every 10 s to 10 min. */
    static final double ALARM_LEAST_SECONDS = 10;

    static final double ALARM_MOST_SECONDS = 600;
    /** How evenly: factors on the gap. Judgement. */
    static final double ALARM_EVEN_LEAST = 0.8;

    static final double ALARM_EVEN_MOST = 1.2;
    /** Shop systems run on rented machines, some of them abroad. Judgement. */
    static final double SHOP_RENTED = 0.75;

    static final double SHOP_ABROAD = 0.12;
    static final double REPORT_LOG = 8.6;
    static final double REPORT_SIGMA = 0.7;
}
