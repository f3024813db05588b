package org.sekimori.lab.simulation;

import java.util.Locale;

/** Classes of customers. */
enum SimulatedCustomerClass {
    PERSONAL,
    BUSINESS,
    WEBMAIL,
    SHARED_OFFICE,
    LIST,
    /** Registered with the provider, who lifted its limits. */
    NEWSLETTER,
    UNREGISTERED_NEWSLETTER,
    DEVICE,
    /** Writes to everybody whom it ever knew on one day of the year, mostly in December. */
    GREETER,
    /** A small firm that writes to a list of old addresses now and then; some of them do not exist any more. */
    OLD_ADDRESS_LIST,
    /** Comes back after months, and catches up. */
    RETURNER,
    /** A mailbox of several people, each with networks and programs of their own. */
    SHARED_BOX,
    /** Writes on a telephone that has another network at most sittings. */
    ROAMING_PHONE,
    /** Behind a carrier's address translation, together with many others. */
    CARRIER_NAT,
    /** Lives abroad: refused at the border, unless by webmail or with a grant. */
    ABROAD,
    /** One of its own devices goes on with an old password for weeks. */
    OLD_PASSWORD,
    /** Writes to all families of a class or members of a club; a few addresses do not exist any more. */
    SCHOOL_LIST,
    /** Writes to firms that it never wrote to, for some weeks. */
    JOB_HUNTER,
    /** Begins within the world's days, and has everybody to write to for the first time. */
    NEW_ACCOUNT;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String word() {
        return word;
    }

    boolean bulk() {
        return this == NEWSLETTER || this == UNREGISTERED_NEWSLETTER;
    }

    /** An office worker, with office days and hours. */
    boolean office() {
        return this == BUSINESS
                || this == SHARED_OFFICE
                || this == NEWSLETTER
                || this == OLD_ADDRESS_LIST
                || this == SHARED_BOX;
    }

    /** Whether trips abroad are part of its mail. */
    boolean travels() {
        return !bulk() && this != DEVICE && this != SHARED_BOX && this != ABROAD;
    }
}
