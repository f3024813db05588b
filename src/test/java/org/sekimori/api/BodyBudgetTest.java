package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(1_000);

    @Test
    void oneKeyTakesHalfAndLeavesTheOtherHalf() {
        assertThat(budget.take("greedy", 500)).isTrue();
        assertThat(budget.take("greedy", 1)).isFalse();
        assertThat(budget.take("modest", 400)).isTrue();
        budget.giveBack("greedy", 501);
        assertThat(budget.take("greedy", 500)).isTrue();
        assertThat(budget.held()).isEqualTo(900);
    }

    @Test
    void allKeysTogetherTakeNoMoreThanThereIs() {
        assertThat(budget.take("a", 400)).isTrue();
        assertThat(budget.take("b", 400)).isTrue();
        assertThat(budget.take("c", 201)).isFalse();
        budget.giveBack("c", 201);
        budget.giveBack("a", 400);
        assertThat(budget.take("c", 201)).isTrue();
    }
}
