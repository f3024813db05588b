package org.sekimori.api.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyMemoryLimitTest {

    private final BodyMemoryLimit budget = new BodyMemoryLimit(1_000);

    @Test
    void oneKeyTakesHalfAndLeavesTheOtherHalf() {
        assertThat(budget.acquire("greedy", 500)).isTrue();
        assertThat(budget.acquire("greedy", 1)).isFalse();
        assertThat(budget.acquire("modest", 400)).isTrue();
        budget.release("greedy", 501);
        assertThat(budget.acquire("greedy", 500)).isTrue();
        assertThat(budget.held()).isEqualTo(900);
    }

    @Test
    void allKeysTogetherTakeNoMoreThanThereIs() {
        assertThat(budget.acquire("a", 400)).isTrue();
        assertThat(budget.acquire("b", 400)).isTrue();
        assertThat(budget.acquire("c", 201)).isFalse();
        budget.release("c", 201);
        budget.release("a", 400);
        assertThat(budget.acquire("c", 201)).isTrue();
    }
}
