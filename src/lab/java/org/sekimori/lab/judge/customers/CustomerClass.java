package org.sekimori.lab.judge.customers;

import java.util.Arrays;
import java.util.List;

/** The classes of honest accounts. */
public enum CustomerClass {
    /** A family or a person at home. */
    HOUSEHOLD("household"),
    /** Somebody who hardly uses the mailbox: weeks or months of silence, then a few messages. */
    SELDOM("seldom"),
    /** Somebody in a small firm, at an office with colleagues. */
    FIRM_STAFF("firm-staff"),
    /** Students and teachers of the university department. */
    UNIVERSITY("university"),
    /** Somebody who is abroad often. */
    TRAVELLER("traveller"),
    /** Somebody who runs a club or its events. */
    ORGANISER("organiser"),
    /** Somebody who writes all day: sales, support, an agency. */
    PROLIFIC("prolific"),
    /** A sender of newsletters that told the provider. */
    NEWSLETTER_REGISTERED("newsletter-registered"),
    /** A club or firm that sends newsletters and told nobody. */
    NEWSLETTER_UNREGISTERED("newsletter-unregistered"),
    /** A machine or a shop system. */
    DEVICE("device");

    private static final List<String> WORDS =
            Arrays.stream(values()).map(customer -> customer.word).toList();

    private final String word;

    CustomerClass(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static List<String> words() {
        return WORDS;
    }

    /** Whether somebody writes by hand here, for the most part. */
    public boolean person() {
        return ordinal() < NEWSLETTER_REGISTERED.ordinal();
    }
}
