package org.sekimori.lab.command;

import java.io.PrintWriter;
import org.sekimori.text.CountPhrase;

/** Reports the first unusable lines, and counts all. */
final class InvalidLineReporter {

    /** More would hide the first ones, which usually explain the rest. */
    private static final int MOST_NAMED = 20;

    private final PrintWriter err;
    private long count;

    InvalidLineReporter(PrintWriter err) {
        this.err = err;
    }

    /**
     * One more.
     *
     * @param place file and line
     */
    void add(String place, String reason) {
        count++;
        if (count <= MOST_NAMED) {
            err.println(place + ": " + withoutValues(reason));
        }
    }

    /** The reason without quoted values: a log's values must not be printed. */
    private static String withoutValues(String reason) {
        return reason.replaceAll("'.*'", "'...'").replaceAll("\\S*@\\S*", "...");
    }

    /** Says how many were not named. */
    void end(String file) {
        if (count > MOST_NAMED) {
            err.println(file + ": " + CountPhrase.of(count - MOST_NAMED, "more line") + " cannot be used");
        }
        err.flush();
    }

    long count() {
        return count;
    }
}
