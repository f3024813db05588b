package org.sekimori.lab.simulation;

import java.util.Locale;

/** What kind of customer an account belongs to. */
enum SimulatedCustomerClass {
    PERSONAL,
    BUSINESS,
    WEBMAIL,
    SHARED_OFFICE,
    LIST,
    /** Registered with the provider, who lifted its limits. */
    NEWSLETTER,
    UNREGISTERED_NEWSLETTER,
    DEVICE;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String word() {
        return word;
    }

    boolean bulk() {
        return this == NEWSLETTER || this == UNREGISTERED_NEWSLETTER;
    }

    /** A person at a desk in a firm, with the days and hours of one. */
    boolean office() {
        return this == BUSINESS || this == SHARED_OFFICE || this == NEWSLETTER;
    }
}
