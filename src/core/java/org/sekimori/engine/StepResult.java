package org.sekimori.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a step.
 *
 * @param state the account's new state; null: none is kept
 * @param changed whether it differs from the state before
 * @param outputs the outputs, in order
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
