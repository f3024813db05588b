package org.sekimori.recount;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A judge of its own, against which the verdicts are checked. */
@FunctionalInterface
public interface ExpectedVerdict {

    /** Has no opinion about anything. */
    ExpectedVerdict NONE = event -> null;

    /**
     * Judges an attempt; called once for each, in the order of the log within a partition.
     *
     * @return {@code accept}, {@code defer}, {@code reject}, or null if it has no opinion
     */
    @Nullable
    String verdict(JsonNode event);
}
