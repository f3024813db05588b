package org.sekimori.stream.runtime;

import java.util.Map;

/** How this instance's part of the log is doing. Safe for many threads. */
public interface StreamStatus {

    /** Whether every part is up and the accounts of this instance can be stepped. Doors open when it is so for the first time. */
    boolean ready();

    /** Whether it can still become ready: false once the step has given up. */
    boolean alive();

    /** What keeps doors from being answered by the log, in one sentence; empty if nothing does. */
    String problem();

    /** Whether this instance understands everything that it reads: false while a record of a later version is left out. */
    default boolean complete() {
        return true;
    }

    /** One line per part for the health page. */
    Map<String, String> state();
}
