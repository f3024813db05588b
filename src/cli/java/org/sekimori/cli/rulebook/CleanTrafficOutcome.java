package org.sekimori.cli.rulebook;

/** How the clean traffic of a rule test went. */
enum CleanTrafficOutcome {
    PASSED,
    FAILED,
    /** Because of {@code --no-clean}. */
    LEFT_OUT,
    /** Wanted, but this installation has none. */
    NOT_INSTALLED;

    /** Whether the rule test may pass. Traffic that was wanted and not run is not passed. */
    boolean accepted() {
        return this == PASSED || this == LEFT_OUT;
    }
}
