package org.sekimori.profile;

/**
 * How a submission is counted: everything is counted once, in the lane that it came by, so that a rule may ask what came from
 * abroad, or from networks that the owner does not use.
 */
public enum TrafficClass {
    HOME_FAMILIAR,
    HOME_UNFAMILIAR,
    OVERSEAS_FAMILIAR,
    OVERSEAS_UNFAMILIAR;

    private static final TrafficClass[] ALL = values();

    /** Every lane. */
    public static final int ANY = 0b1111;

    /** The lanes of networks that the owner uses. */
    public static final int FAMILIAR = 0b0101;

    /** The lanes of networks that the owner is not known to use. */
    public static final int UNFAMILIAR = 0b1010;

    /** The lanes from countries that are not home. */
    public static final int OVERSEAS = 0b1100;

    /** The lane of a submission. */
    public static TrafficClass of(boolean overseas, boolean unfamiliar) {
        return ALL[(overseas ? 2 : 0) + (unfamiliar ? 1 : 0)];
    }

    static TrafficClass at(int index) {
        return ALL[index];
    }

    /** Whether a set of lanes, such as {@link #FAMILIAR}, contains this one. */
    public boolean in(int lanes) {
        return (lanes >> ordinal() & 1) == 1;
    }
}
