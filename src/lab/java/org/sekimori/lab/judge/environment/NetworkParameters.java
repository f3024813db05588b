package org.sekimori.lab.judge.environment;

/** Numbers about networks and travel, each with where it comes from. */
public final class NetworkParameters {

    private NetworkParameters() {}

    // Providers.

    /** Providers, the largest first, that sell access to homes. Judgement: the market beyond two dozen is resellers. */
    static final int HOME_PROVIDERS = 24;
    /** How steeply customers fall off from the first to the last. Judgement: the usual law of sizes, flattened. */
    static final double PROVIDER_POWER = 0.9;
    /** The provider's own lines: its mail customers mostly have them. Judgement. */
    static final double OWN_LINES = 0.45;
    /** Providers from the end of the list that rent machines. Judgement: many and small. */
    static final int HOSTING_PROVIDERS = 10;
    /** Published: shares of mobile subscriptions by MIC, 2024, in percent: docomo, KDDI, SoftBank, others and MVNO. */
    static final double[] CARRIER_SHARES = {35, 27, 21, 17};
    /** Regions for which a carrier has gateways of their own. Judgement: the eight regions of Japan. */
    public static final int REGIONS = 8;
    /** Networks of addresses behind a regional gateway. Judgement: a carrier translates for millions behind a few /16. */
    static final int POOL_LEAST = 40;

    static final int POOL_MOST = 160;

    // Homes.

    /** Mean days for which a home keeps its address, and how many homes are so. Published: Padmanabhan et al., "Reasons
     * dynamic addresses change" (IMC 2016), finds months for most cable and fibre lines, days for some; the split is
     * judgement. */
    public static final double[] HOLD_DAYS = {400, 45, 5};

    public static final double[] HOLD_SHARES = {0.62, 0.28, 0.10};
    /** A new address lies in the same /24. Published: the same study finds that about half of changes leave the prefix. */
    public static final double NEW_ADDRESS_NEAR = 0.4;
    /** Moves a year. Published: 5.2 million of 124 million moved in 2023 (Statistics Bureau). */
    public static final double MOVES_A_YEAR = 0.042;
    /** Changes of provider a year without moving. Judgement from a churn of half a percent a month. */
    public static final double SWITCHES_A_YEAR = 0.05;

    public static final double DAYS_A_YEAR = 365.25;

    // Telephones and other places.

    /** The next connection of a telephone has another address. Judgement: sessions end when it sleeps. */
    public static final double PHONE_CHANGES = 0.8;
    /** A telephone that stays in one session keeps its address for at most this long. Judgement. */
    public static final long PHONE_KEEPS_HOURS = 3;
    /** Share of a person's messages from the telephone, as a Beta distribution. Judgement. */
    public static final double PHONE_ALPHA = 1.1;

    public static final double PHONE_BETA = 2.4;
    /** At work, messages come from the desk, not the telephone. Judgement. */
    public static final double AT_DESK = 0.88;
    /** Work begins and ends. Judgement: earliest and latest hour at which somebody sits at a desk. */
    public static final int WORK_FROM = 8;

    public static final int WORK_UNTIL = 20;
    /** Outside the desk, a message comes from a café, a station or a hotel in Japan. Judgement. */
    public static final double OUT_AND_ABOUT = 0.025;
    /** Different hot spots where somebody can be. Judgement: chains route them through a few hundred addresses. */
    public static final int HOT_SPOTS = 600;
    /** Accounts of which the firms' staff share an office, by number. Judgement: some ten colleagues with an account. */
    public static final int ACCOUNTS_AN_OFFICE = 64;
    /** Addresses that a campus shows to the outside. Judgement. */
    public static final int CAMPUS_ADDRESSES = 12;
    /** Webmail users, users of Gmail's 'send mail as', and how often others use webmail. Judgement. */
    public static final double WEBMAIL_USERS = 0.13;

    public static final double GMAIL_USERS = 0.05;
    public static final double WEBMAIL_MOSTLY = 0.9;
    public static final double GMAIL_MOSTLY = 0.85;
    public static final double WEBMAIL_NOW_AND_THEN = 0.03;

    // VPNs.

    /** Use a VPN with an exit abroad. Published: surveys find VPNs with about 10 % of Japanese, the lowest of large
     * countries; that a third of them come out abroad is judgement. */
    public static final double VPN_USERS = 0.03;
    /** No assumption makes it more than this. Judgement. */
    public static final double MOST_VPN_USERS = 0.6;
    /** Have it on all the time. Judgement. */
    public static final double VPN_ALWAYS = 0.3;
    /** While it is on, a message goes through it. Judgement: telephones often do not. */
    public static final double VPN_CARRIES = 0.85;
    /** Of those who use it for a while: days from one while to the next, and how long it lasts. Judgement. */
    public static final int VPN_CYCLE_LEAST = 8;

    public static final int VPN_CYCLE_MOST = 90;
    public static final int VPN_WHILE_MOST = 12;
    /** Servers between which one client changes. Judgement. */
    public static final int VPN_SERVERS = 5;
    /** Exits of services, so that users and thieves meet on them. Judgement. */
    public static final int VPN_EXITS_A_COUNTRY = 60;
    /** Countries of exits by popularity with Japanese users. Judgement. */
    static final String VPN_COUNTRIES = "US 34, SG 12, HK 9, KR 9, TW 8, GB 7, NL 6, DE 5, CA 4, AU 3, FR 2, CH 1";

    // Travel.

    /** Published: Japanese who went abroad, by destination, in rough percent (JNTO and the destinations' offices, 2024). */
    static final String DESTINATIONS =
            "KR 24, US 15, TW 10, TH 8, VN 6, CN 6, HK 4, SG 4, PH 3, ID 3, MY 3, GU 2, FR 3, "
                    + "IT 2, DE 3, GB 2, ES 2, AU 4, CA 1, IN 1, FI 1, CH 1, TR 1, AE 1, MX 1";
    /** Days abroad. Published: most trips last 4 to 7 days (JTB reports); the spread is judgement. */
    public static final double TRIP_LOG_DAYS = 1.65;

    public static final double TRIP_SIGMA = 0.6;
    public static final int TRIP_LEAST_DAYS = 2;
    public static final int TRIP_MOST_DAYS = 60;
    /** See a second country. Judgement. */
    public static final double SECOND_COUNTRY = 0.18;
    /** Nights after which somebody moves to another hotel. Judgement. */
    public static final int HOTEL_NIGHTS = 3;
    /** Of what is written abroad: by roaming, which is routed through the carrier at home; with a local card; else hotel.
     * Judgement. */
    public static final double ROAMING = 0.3;

    public static final double LOCAL_CARD = 0.2;
    /** A traveller uses a VPN back home. Judgement. */
    public static final double VPN_BACK_HOME = 0.08;
    /** Writes on a trip, compared with at home: holiday makers, and those who travel for work. Judgement. */
    public static final double HOLIDAY_WRITING = 0.6;

    public static final double BUSINESS_WRITING = 1.0;
    /** Open a grant before leaving; only after a refusal; the rest never. Judgement: few read the instructions. */
    public static final double GRANT_BEFORE = 0.35;

    public static final double GRANT_AFTER = 0.35;
    /** The same for those who travel often. Judgement: they have learnt it. */
    public static final double OFTEN_GRANT_BEFORE = 0.6;

    public static final double OFTEN_GRANT_AFTER = 0.25;
    /** Hours before departure at which a grant is opened at most. Judgement. */
    public static final double GRANT_AHEAD_HOURS = 72;
    /** Name no country. Judgement: the form offers it. */
    public static final double GRANT_FOR_ALL = 0.3;
    /** Extend a grant when a trip lasts longer. Judgement: the others notice when they are refused. */
    public static final double GRANT_EXTENDED = 0.75;
    /** A grant's length; the contract. */
    public static final double GRANT_DAYS = 7;
    /** Hours before a grant's end at which it is extended at most. Judgement. */
    public static final double EXTENDED_AHEAD_HOURS = 40;
    /** Minutes from a refusal to opening a grant, as median and spread. Judgement. */
    public static final double REFUSED_LOG_MINUTES = 3.2;

    public static final double REFUSED_SIGMA = 1.1;
    /** Minutes from opening a grant to sending again. Judgement. */
    public static final double AGAIN_MINUTES = 2;
    /** Trips before this day of the setting are left out: their grants would have been opened before it began. */
    public static final int FIRST_TRIP_DAY = 3;
    /** Tries from abroad after which somebody without a grant turns to webmail at most. Judgement. */
    public static final int MOST_TRIES = 4;
    /** Of those, some give up until they are home. Judgement. */
    public static final double GIVES_UP = 0.25;
}
