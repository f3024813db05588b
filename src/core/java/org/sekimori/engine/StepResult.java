package org.sekimori.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a step.
 *
 * @param state the account's state from now on; null: nothing is kept about it
 * @param changed whether the state differs from the one before
 * @param outputs what follows, in order
 */
public record StepResult(@Nullable AccountState state, boolean changed, List<StepOutput> outputs) {

    static StepResult changed(@Nullable AccountState state, List<StepOutput> outputs) {
        return new StepResult(state, true, List.copyOf(outputs));
    }

    static StepResult unchanged(@Nullable AccountState state, StepOutput... outputs) {
        return new StepResult(state, false, List.of(outputs));
    }

    static StepResult changed(@Nullable AccountState state, StepOutput... outputs) {
        return new StepResult(state, true, List.of(outputs));
    }
}
