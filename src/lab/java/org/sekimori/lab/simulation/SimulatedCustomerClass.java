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
    DEVICE;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String word() {
        return word;
    }

    boolean bulk() {
        return this == NEWSLETTER || this == UNREGISTERED_NEWSLETTER;
    }

    /** An office worker, with office days and hours. */
    boolean office() {
        return this == BUSINESS || this == SHARED_OFFICE || this == NEWSLETTER;
    }
}
