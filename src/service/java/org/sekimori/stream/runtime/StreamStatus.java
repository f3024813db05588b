package org.sekimori.stream.runtime;

import java.util.Map;

/** Status of this instance's stream components. Thread-safe. */
public interface StreamStatus {

    /** Whether every part is up and the accounts of this instance can be stepped. Ports open when it is first true. */
    boolean ready();

    /** Whether it can still become ready: false once the step has given up. */
    boolean alive();

    /** Why requests are not answered by the log, in one sentence; empty if they are. */
    String problem();

    /** Whether this instance understands everything that it reads: false while a record of a later version is left out. */
    default boolean complete() {
        return true;
    }

    /** One line per part for the health page. */
    Map<String, String> state();
}
