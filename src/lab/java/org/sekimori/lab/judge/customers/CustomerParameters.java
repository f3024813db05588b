package org.sekimori.lab.judge.customers;

/** Numbers about people who write, each with where it comes from. */
public final class CustomerParameters {

    private CustomerParameters() {}

    /**
     * What tells the classes of people apart; all judgement, from the mail logs of small providers, unless said otherwise.
     *
     * @param perDay median over people of the messages on a working day
     * @param sigma spread of that between people, of its logarithm
     * @param burst variance of a day's number divided by its mean
     * @param rest factor for weekends and holidays
     * @param leave factor for Golden Week, Obon and New Year
     * @param contacts median number of people known
     * @param tripsAYear published for households: 13 million departures of 124 million people in 2024 (JNTO), 20 million
     *     in 2019; judgement for the others
     * @param eventsAYear days on which somebody organises something
     */
    record MailHabits(
            double perDay,
            double sigma,
            double burst,
            double rest,
            double leave,
            double contacts,
            double tripsAYear,
            double eventsAYear) {}

    private static final MailHabits AT_HOME = new MailHabits(0.16, 1.0, 2.6, 1.0, 0.8, 20, 0.15, 0.6);
    private static final MailHabits RARELY = new MailHabits(1.0, 0.5, 1.5, 1.0, 1.0, 10, 0.15, 0.05);
    private static final MailHabits IN_FIRM = new MailHabits(1.2, 0.8, 2.2, 0.08, 0.03, 60, 0.35, 0.5);
    private static final MailHabits ON_CAMPUS = new MailHabits(0.7, 0.9, 2.4, 0.35, 0.2, 45, 0.5, 0.8);
    private static final MailHabits TRAVELLING = new MailHabits(1.5, 0.7, 2.2, 0.3, 0.2, 70, 9, 0.5);
    private static final MailHabits ORGANISING = new MailHabits(0.4, 0.8, 3.0, 1.2, 0.6, 45, 0.2, 9);
    private static final MailHabits ALL_DAY = new MailHabits(8, 0.6, 3.0, 0.15, 0.05, 250, 0.4, 1);
    private static final MailHabits NEWS_DESK = new MailHabits(0.3, 0.8, 2.0, 0.3, 0.1, 40, 0.1, 0.2);
    private static final MailHabits NOBODY = new MailHabits(0, 0, 1, 1, 1, 3, 0, 0);

    static MailHabits habits(CustomerClass customer) {
        return switch (customer) {
            case HOUSEHOLD -> AT_HOME;
            case SELDOM -> RARELY;
            case FIRM_STAFF -> IN_FIRM;
            case UNIVERSITY -> ON_CAMPUS;
            case TRAVELLER -> TRAVELLING;
            case ORGANISER -> ORGANISING;
            case PROLIFIC -> ALL_DAY;
            case NEWSLETTER_REGISTERED, NEWSLETTER_UNREGISTERED -> NEWS_DESK;
            case DEVICE -> NOBODY;
        };
    }

    /** Shares of the classes of accounts. Judgement: the provider that the page describes. */
    public static double share(CustomerClass customer) {
        return switch (customer) {
            case HOUSEHOLD -> 0.50;
            case SELDOM -> 0.10;
            case FIRM_STAFF -> 0.17;
            case UNIVERSITY -> 0.08;
            case TRAVELLER -> 0.03;
            case ORGANISER -> 0.03;
            case PROLIFIC -> 0.015;
            case NEWSLETTER_REGISTERED -> 0.01;
            case NEWSLETTER_UNREGISTERED -> 0.02;
            case DEVICE -> 0.045;
        };
    }

    // Hours. Judgement after the shape of the time use survey of NHK: evenings at home, two peaks at work, none at
    // night.

    static final String OFFICE_HOURS = "0.3 0.1 0.1 0.1 0.1 0.3 1 3 8 16 17 15 7 13 15 15 15 14 10 6 4 3 2 1";
    static final String HOME_HOURS = "2 1 0.4 0.2 0.3 1 3 5 7 8 9 8 7 7 7 7 7 7 8 9 12 13 10 5";
    static final String CAMPUS_HOURS = "6 3 1.5 0.7 0.4 0.4 1 2 5 9 10 10 8 9 10 10 10 10 9 8 9 10 10 9";
    static final String NIGHT_HOURS = "12 12 9 5 3 2 1 1 1 2 2 2 2 3 3 3 3 3 4 5 7 9 11 12";
    /** Write at night. Judgement: shift workers and students. */
    static final double NIGHT_OWLS = 0.06;

    // Silence and activity.

    /** Days from one long silence to the next. Judgement. */
    static final double SILENCE_EVERY_DAYS = 260;
    /** Length of a long silence. Judgement: two weeks are usual, two months happen. */
    static final double SILENCE_LOG_DAYS = 2.6;

    static final double SILENCE_SIGMA = 0.7;
    /** Of those who write seldom: mean days of silence, and days of a visit to the mailbox. Judgement. */
    static final double SELDOM_SILENT_DAYS = 45;

    static final int SELDOM_VISIT_MOST = 3;
    /** No person writes more by hand on average. Judgement. */
    static final double MOST_PER_DAY = 40;
    /** Messages of a sitting. Judgement. */
    static final double SITTING_MEAN = 1.9;
    /** The same on the day of an event. Judgement. */
    static final double EVENT_SITTING_MEAN = 8;
    /** Minutes from one message of a sitting to the next. Judgement. */
    static final double SITTING_GAP_MINUTES = 6;
    /** Messages on the day of an event, as median and spread, and invitations to the whole club at most. Judgement. */
    static final double EVENT_LOG = 3.0;

    static final double EVENT_SIGMA = 0.7;
    static final int EVENT_MOST = 150;
    static final int EVENT_TO_ALL_MOST = 3;
    /** Share of an event's messages to people who are new to the writer. Judgement. */
    static final double EVENT_STRANGERS = 0.25;

    // Recipients.

    /** One recipient; two to four; five to fifteen; the whole club. Judgement after the Enron corpus: few have many. */
    static final double[] RECIPIENT_SHARES = {0.82, 0.135, 0.042, 0.003};

    static final int FEW_LEAST = 2;
    static final int FEW_MOST = 4;
    static final int DOZEN_LEAST = 5;
    static final int DOZEN_MOST = 15;
    static final int CLUB_LEAST = 20;
    static final int CLUB_MOST = 160;
    /** Accounts whose owners are in one club. Judgement. */
    static final int ACCOUNTS_A_CLUB = 200;
    /** Spread of the number of contacts. Judgement. */
    static final double CONTACTS_SIGMA = 0.7;

    static final int CONTACTS_LEAST = 3;
    static final int CONTACTS_MOST = 600;
    /** New contacts a day per message a day. Judgement: every twentieth message begins something that lasts. */
    static final double CONTACTS_GROW = 0.05;
    /** A recipient is one of the newest contacts; nobody known yet and never again. Judgement. */
    static final double NEWEST = 0.08;

    static final double ONCE_ONLY = 0.05;
    /** Kinds of contacts: customers nearby, the neighbourhood, public addresses, private ones. Judgement. */
    static final double[] CONTACT_KINDS = {0.1, 0.3, 0.12, 0.48};
    /** Accounts of a neighbourhood, its people, and public addresses. Judgement. */
    static final int ACCOUNTS_A_NEIGHBOURHOOD = 50;

    static final int NEIGHBOURS = 400;
    static final int PUBLIC_ADDRESSES = 5_000;

    // Sizes and bounces.

    /** Octets of text: median 11 kB with what HTML adds; of messages with an attachment: median 400 kB. Judgement. */
    static final double TEXT_LOG = 9.3;

    static final double TEXT_SIGMA = 1.0;
    static final double ATTACHED_LOG = 12.9;
    static final double ATTACHED_SIGMA = 1.3;
    static final double ATTACHMENT = 0.14;
    public static final int LEAST_OCTETS = 600;
    /** Published: the usual limit of 25 MB. */
    public static final int MOST_OCTETS = 25_000_000;
    /** Somebody known, or new, does not exist. Judgement: full mailboxes, people who left, typing errors. */
    static final double KNOWN_DEAD = 0.003;

    static final double NEW_DEAD = 0.025;
    /** Bounces that come at once. Judgement: most servers refuse unknown recipients in the dialogue. */
    public static final double AT_ONCE = 0.6;
    /** Late ones come within the hour; the page. */
    static final int LATE_FROM_SECONDS = 60;

    static final int LATE_UNTIL_SECONDS = 3_600;
    /** Reports of one message after which several recipients share one. Judgement. */
    static final int MOST_LATE_REPORTS = 6;

    // Wrong passwords.

    /** A sitting begins with a mistyped password, and how often in a row. Judgement: programs remember passwords. */
    static final double TYPO = 0.012;

    static final int TYPO_MOST = 4;
    /** Seconds to type it again. Judgement. */
    static final long RETRY_SECONDS = 8;
    /** Customers with a device that has an old password in a year, and for how many days. Judgement: after a change. */
    static final double STALE_A_YEAR = 0.12;

    static final double STALE_LOG_DAYS = 1.5;
    static final double STALE_SIGMA = 1.0;
    static final double STALE_MOST_DAYS = 30;
    /** Minutes from one try of such a device to the next. Judgement: programs look every 10 minutes to few hours. */
    static final double STALE_LEAST_MINUTES = 10;

    static final double STALE_MOST_MINUTES = 240;
    /** How evenly it tries: factors on the gap. Judgement. */
    static final double STALE_EVEN_LEAST = 0.9;

    static final double STALE_EVEN_MOST = 1.1;
    /** Such a device is at home, not with its owner. Judgement. */
    static final double STALE_AT_HOME = 0.5;
}
