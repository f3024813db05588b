package org.sekimori.lab.judge.environment;

/** Numbers about thieves, each with where it comes from. */
public final class AttackerParameters {

    private AttackerParameters() {}

    /** Share of accounts for each class. The page: about one in a hundred; a little more, as not every class suits all. */
    public static final double SLOT = 0.0105;
    /** Messages of an attack at most. Given to the author as a limit of volume. */
    public static final int MOST_MESSAGES = 6_000;
    /** No assumption makes a chance more than this many times as likely. Judgement. */
    public static final double MOST_FACTOR = 20;
    /** No assumption makes more than this share of a class's traffic come from home. Judgement. */
    public static final double MOST_HOME = 0.95;

    // Noise of guessing on all accounts. Judgement: most addresses are on some list, few on all.

    public static final double KNOWN_TO_GUESSERS = 0.4;
    public static final double LISTED_EVERYWHERE = 0.06;
    public static final double KNOCK_EVERY_DAYS = 45;
    public static final double LISTED_EVERY_DAYS = 2;
    public static final int KNOCK_MOST_TRIES = 5;
    public static final double KNOCK_FROM_HOME = 0.02;

    // Addresses.

    /** Published: countries with most infected machines, in the order of the lists of Spamhaus (XBL/CBL) and of reports on
     * credential stuffing, 2019 to 2024; weights are judgement. */
    static final String BOT_COUNTRIES =
            "IN 13, CN 12, VN 9, BR 8, ID 7, RU 6, PK 5, TH 5, IR 5, EG 4, US 4, TR 3, MX 3, "
                    + "UA 3, AR 2, DZ 2, PH 2, BD 2, CO 2, ZA 2, MA 1, TW 2, KR 1, MY 1, IT 1, ES 1, RO 1, PL 1, VE 1, NG 1, "
                    + "KE 1, PE 1, SA 1, IQ 1, TN 1, RS 1, BG 1, KZ 1, LK 1, EC 1";
    /** A bot is in one of all countries, each as likely. Judgement: gives the 41 countries of the published incident. */
    public static final double BOT_ANYWHERE = 0.015;
    /** Countries of rented machines. Judgement after abuse reports on hosting firms. */
    static final String HOST_COUNTRIES =
            "US 24, NL 12, RU 9, DE 8, HK 6, SG 5, GB 5, CN 8, FR 4, UA 3, BG 3, SC 2, RO 3, "
                    + "LT 2, CA 3, VN 2, IN 2, PA 1, TR 2";
    /** Botnets that are rented out, and bots of each, so that accounts are attacked from the same addresses. Judgement. */
    public static final int BOTNETS = 10;

    public static final int BOTS = 4_000;
    /** Services of proxies in homes of the owner's country, and addresses of each. Judgement. */
    public static final int PROXY_SERVICES = 6;

    public static final int PROXIES = 2_500;

    /** Minutes from one try of a passing guesser to the next. Judgement. */
    public static final double KNOCK_GAP_MINUTES = 1;

    // Lists of recipients.

    /** Lists on the market; popular ones are used more. Judgement. */
    public static final int LISTS = 300;

    public static final int LIST_LEAST = 2_000;
    public static final double LIST_LOG = 11.0;
    public static final double LIST_SIGMA = 1.5;
    /** Dead addresses: cleaned, usual, and guessed or ancient lists, and how many campaigns use them. Judgement. */
    public static final double[] DEAD = {0.06, 0.28, 0.75};

    public static final double[] DEAD_SHARES = {0.35, 0.5, 0.15};
    /** Concentration of the Beta distribution around these. Judgement. */
    public static final double DEAD_CONCENTRATION = 25;
    /** Share of bounces at once, a Beta distribution. Judgement: depends on the servers of the list's countries. */
    public static final double AT_ONCE_ALPHA = 3;

    public static final double AT_ONCE_BETA = 2;
    /** One recipient; a few; blind copies. Judgement. */
    public static final double[] STYLES = {0.5, 0.2, 0.3};

    public static final int FEW_MOST = 10;
    public static final int COPIES_LEAST = 10;
    public static final int COPIES_MOST = 100;
    /** Octets: median 5 kB, the same letter all the time but for names. Judgement. */
    public static final double SPAM_LOG = 8.5;

    public static final double SPAM_SIGMA = 0.9;

    /** Octets by which names make a letter longer, as a share. Judgement. */
    public static final double SPAM_VARIES = 0.05;
}
