package org.sekimori.profile;

/**
 * Traffic class of a submission: every submission is counted once, in its class, so that rules can ask for mail from abroad or
 * from unfamiliar networks.
 */
public enum TrafficClass {
    HOME_FAMILIAR,
    HOME_UNFAMILIAR,
    OVERSEAS_FAMILIAR,
    OVERSEAS_UNFAMILIAR;

    private static final TrafficClass[] ALL = values();

    /** Every class. */
    public static final int ANY = 0b1111;

    /** The classes of familiar networks. */
    public static final int FAMILIAR = 0b0101;

    /** The classes of unfamiliar networks. */
    public static final int UNFAMILIAR = 0b1010;

    /** The classes of countries that are not home. */
    public static final int OVERSEAS = 0b1100;

    /** The class of a submission. */
    public static TrafficClass of(boolean overseas, boolean unfamiliar) {
        return ALL[(overseas ? 2 : 0) + (unfamiliar ? 1 : 0)];
    }

    static TrafficClass at(int index) {
        return ALL[index];
    }

    /** Whether a set of classes, such as {@link #FAMILIAR}, contains this one. */
    public boolean in(int lanes) {
        return (lanes >> ordinal() & 1) == 1;
    }
}
