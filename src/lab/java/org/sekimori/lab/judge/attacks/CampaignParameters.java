package org.sekimori.lab.judge.attacks;

/** Numbers about each way to use a stolen password, with where they come from. */
public final class CampaignParameters {

    private CampaignParameters() {}

    // Blast.

    /** Ordinary; the published flood; the published steady one. Shares are judgement. */
    static final double[] BLASTS = {0.82, 0.08, 0.1};
    /** Messages a minute and minutes of an ordinary one. Judgement. */
    static final double BLAST_LOG_PER_MINUTE = 2.4;

    static final double BLAST_RATE_SIGMA = 1.0;
    static final double BLAST_MOST_PER_MINUTE = 120;
    static final double BLAST_LOG_MINUTES = 3.2;
    static final double BLAST_TIME_SIGMA = 0.9;
    /** Published: 84 messages a minute for 41 minutes. */
    static final double FLOOD_PER_MINUTE = 84;

    static final double FLOOD_MINUTES = 41;
    /** Published: 311 messages an hour; for how many hours is judgement. */
    static final double STEADY_PER_HOUR = 311;

    static final double STEADY_LOG_HOURS = 1.1;
    static final double STEADY_SIGMA = 0.6;
    /** Machines of a blast: mostly one. Judgement. */
    static final double ONE_HOST = 0.7;

    public static final int HOSTS_MOST = 5;
    /** At home; abroad on a rented machine, not a hacked one. Judgement. */
    static final double BLAST_AT_HOME = 0.1;

    static final double RENTED = 0.6;

    // Botnet.

    /** Ordinary; the published many log-ins; the published slow one. Shares are judgement. */
    static final double[] BOTNET_KINDS = {0.86, 0.05, 0.09};

    static final double BOTNET_LOG_MESSAGES = 5.5;
    static final double BOTNET_SIGMA = 1.0;
    static final double BOTNET_LOG_HOURS = 2.9;
    static final double BOTNET_HOURS_SIGMA = 1.1;
    static final double BOTNET_LEAST_HOURS = 2;
    static final double BOTNET_MOST_HOURS = 14 * 24.0;
    /** Messages for each bot, which gives their number. Judgement. */
    static final double MESSAGES_A_BOT_LOG = 1.3;

    static final double MESSAGES_A_BOT_SIGMA = 0.8;
    static final int BOTS_LEAST = 8;
    static final int BOTS_MOST = 900;
    /** Published: 7,531 log-ins from 342 addresses in 41 countries; for how long is judgement. */
    static final double MANY_LOG_INS = 7_531;

    static final int MANY_ADDRESSES = 342;
    static final double MANY_HOURS = 72;
    /** Published: 6.3 messages an hour for ten days. */
    static final double SLOW_PER_HOUR = 6.3;

    static final double SLOW_HOURS = 240;
    /** Bots take turns; else one works for a while. Judgement. */
    static final double IN_TURN = 0.6;
    /** A bot is in the owner's country. Judgement: about its share of the world's infected machines. */
    static final double BOT_AT_HOME = 0.02;
    /** Share of the time of a grant after which a campaign that must fall into it begins at the latest. Judgement. */
    static final double GRANT_LATEST = 0.6;

    // Slow ones at home.

    /** Messages an hour: median 1.6 by proxies, 2 by a neighbour; the published 6.3 is within. Judgement. */
    static final double PROXIES_LOG_PER_HOUR = 0.5;

    static final double NEIGHBOUR_LOG_PER_HOUR = 0.6;
    static final double SLOW_SIGMA = 0.7;
    static final double SLOW_MOST_PER_HOUR = 12;
    /** Days: median 7 and 4. Judgement: days or weeks. */
    static final double PROXIES_LOG_DAYS = 1.95;

    static final double NEIGHBOUR_LOG_DAYS = 1.4;
    static final double SLOW_DAYS_SIGMA = 0.6;
    static final double SLOW_LEAST_DAYS = 1;
    static final double SLOW_MOST_DAYS = 35;
    /** Sleeps at night, as people do. Judgement. */
    static final double KEEPS_HOURS = 0.45;

    static final int AWAKE_FROM = 7;
    static final int AWAKE_UNTIL = 23;
    /** Proxies of a campaign, and messages before it takes another. Judgement. */
    static final int PROXIES_LEAST = 5;

    static final int PROXIES_MOST = 120;
    static final double PROXY_MESSAGES = 4;
    /** The neighbour's address is in the owner's /24. Judgement. */
    static final double NEXT_DOOR = 0.08;

    // Home blast.

    /** Recipients an hour that providers commonly allow. Published: limits in help pages run from 100 an hour to 500 and
     * 1,000 a day; shares are judgement. */
    static final double[] LIMITS_PER_HOUR = {100, 200, 300};

    static final double[] LIMIT_SHARES = {0.45, 0.3, 0.25};
    /** Published: Gmail allows 500 recipients a day to a mail program, many providers 1,000. */
    static final double[] LIMITS_PER_DAY = {500, 1_000, 2_000};

    static final double[] DAY_LIMIT_SHARES = {0.3, 0.45, 0.25};
    /** Stays this much below. Judgement. */
    static final double BELOW_LEAST = 0.6;

    static final double BELOW_MOST = 0.95;
    /** Days: one is usual. Judgement. */
    static final double HOME_BLAST_LOG_DAYS = 0.0;

    static final double HOME_BLAST_SIGMA = 0.7;
    static final double HOME_BLAST_MOST_DAYS = 6;
    /** Recipients of a message. Judgement. */
    static final int HOME_BLAST_MOST_RECIPIENTS = 4;

    /** How evenly its program paces itself: factors on the gap. Judgement. */
    static final double PACE_LEAST = 0.8;

    static final double PACE_MOST = 1.2;
    static final double TWO_HOSTS = 0.25;

    // People who read.

    /** Published: Bursztein et al., "Handcrafted Fraud and Extortion" (IMC 2014): hijackers by country; order only. Hours
     * from UTC follow the country. */
    static final String HIJACKERS = "CI 25, NG 20, CN 18, MY 12, ZA 15, VE 10";

    static final int[] HIJACKER_HOURS = {0, 1, 8, 8, 2, -4};
    /** Published there: three minutes to look around, twenty to work, office hours with a lunch break, free weekends. */
    static final double LOOK_MINUTES = 3;

    static final double WORK_MINUTES = 20;
    static final int OFFICE_FROM = 9;
    static final int OFFICE_UNTIL = 18;
    static final int LUNCH = 12;
    /** A morning's or afternoon's first sitting begins within so many hours. Judgement. */
    static final double BEGINS_WITHIN_HOURS = 2.4;
    /** From home; else through a VPN; else from his own country. In webmail, which has no origin. Judgement. */
    static final double READER_AT_HOME = 0.35;

    static final double READER_VPN = 0.4;
    static final double READER_WEBMAIL = 0.12;
    /** The next sitting comes from another address. Judgement. */
    static final double READER_MOVES = 0.4;
    /** Days of reading before the first message, and of work. Judgement. */
    static final double READER_DAYS = 6;

    static final double INVOICE_DAYS = 14;
    static final int SITTINGS_MOST = 5;
    /** Messages of a reader: median 14. Judgement after the same paper, where they write to the victim's contacts. */
    static final double READER_LOG = 2.6;

    static final double READER_SIGMA = 0.8;
    static final int READER_MOST = 150;
    /** Recipients of a message: published there that they write to many at a time; the number is judgement. */
    static final double READER_RECIPIENTS_LOG = 1.2;

    static final double READER_RECIPIENTS_SIGMA = 0.9;
    static final int READER_RECIPIENTS_MOST = 40;
    /** Contacts from the address book that no longer exist. Judgement. */
    static final double OLD_CONTACTS = 0.03;
    /** Messages of an invoice fraud, the most important contacts that get them. Judgement. */
    public static final int INVOICES_MOST = 6;

    static final int INVOICE_RANKS = 15;
    static final double INVOICE_COPY = 0.3;
    /** Ranks by which the next victim is less important at most, and hours to the next message at least. Judgement. */
    static final int INVOICE_NEXT_MOST = 2;

    static final long INVOICE_PAUSE_HOURS = 1;
    /** Hours from one sitting of a reader to the next at least. Judgement. */
    static final long READER_PAUSE_HOURS = 1;

    // Guessed.

    /** Tries: median 300. Judgement. */
    static final double TRIES_LOG = 5.7;

    static final double TRIES_SIGMA = 0.9;
    static final int TRIES_MOST = 3_000;
    /** Hours over which they go on, and of silence after the test. Judgement: hours or days. */
    static final double TRIES_LOG_HOURS = 2.3;

    static final double SILENCE_LOG_HOURS = 3.0;
    static final double GUESS_SIGMA = 1.0;
    /** Days after the silence in which the campaign lies. Judgement: the password may be changed any day. */
    static final double GUESSED_WITHIN_DAYS = 3;
    /** Of a short window, guessing and silence take no more than these shares each. */
    static final double GUESS_SHARE = 0.2;
    /** From one machine; else from a botnet. Judgement. */
    static final double GUESSES_FROM_ONE = 0.5;

    static final int TEST_OCTETS = 900;

    // Sleeper, guessed: which campaign: blast, botnet, home proxies, home blast, careful. Judgement.

    static final double[] SLEEPER_CAMPAIGNS = {0.35, 0.3, 0.15, 0.15, 0.05};
    static final double[] GUESSED_CAMPAIGNS = {0.45, 0.4, 0, 0.15, 0};

    // Careful.

    /** Days. Judgement. */
    static final double CAREFUL_LOG_DAYS = 3.0;

    static final double CAREFUL_SIGMA = 0.5;
    static final double CAREFUL_LEAST_DAYS = 5;
    static final double CAREFUL_MOST_DAYS = 70;
    /** Growth a day. Judgement. */
    static final double GROWS_LEAST = 0.03;

    static final double GROWS_MOST = 0.15;
    /** Begins with the owner's volume, at least this many a day, and stays below so many. Judgement. */
    static final double CAREFUL_FIRST = 1.0;

    static final double CAREFUL_MOST_PER_DAY = 60;
    /** Addresses between which it changes, and whether they are of the owner's provider. Judgement. */
    static final int CAREFUL_HOSTS_MOST = 3;

    static final double CAREFUL_OWN_PROVIDER = 0.4;
    /** Recipients of a message, and how many of them the owner knows, as camouflage. Judgement. */
    static final int CAREFUL_RECIPIENTS_MOST = 3;

    static final double CAREFUL_KNOWN = 0.15;
    /** Its list is cleaned. Judgement. */
    static final double CAREFUL_DEAD = 0.04;
}
