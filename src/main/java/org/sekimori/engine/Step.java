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
public record Step(@Nullable AccountState state, boolean changed, List<Output> outputs) {

    static Step changed(@Nullable AccountState state, List<Output> outputs) {
        return new Step(state, true, List.copyOf(outputs));
    }

    static Step unchanged(@Nullable AccountState state, Output... outputs) {
        return new Step(state, false, List.of(outputs));
    }

    static Step changed(@Nullable AccountState state, Output... outputs) {
        return new Step(state, true, List.of(outputs));
    }
}
