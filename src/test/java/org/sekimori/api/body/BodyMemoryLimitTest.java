package org.sekimori.api.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyMemoryLimitTest {

    private final BodyMemoryLimit memoryLimit = new BodyMemoryLimit(1_000);

    @Test
    void oneKeyTakesHalfAndLeavesTheOtherHalf() {
        assertThat(memoryLimit.acquire("greedy", 500)).isTrue();
        assertThat(memoryLimit.acquire("greedy", 1)).isFalse();
        assertThat(memoryLimit.acquire("modest", 400)).isTrue();
        memoryLimit.release("greedy", 501);
        assertThat(memoryLimit.acquire("greedy", 500)).isTrue();
        assertThat(memoryLimit.held()).isEqualTo(900);
    }

    @Test
    void allKeysTogetherTakeNoMoreThanThereIs() {
        assertThat(memoryLimit.acquire("a", 400)).isTrue();
        assertThat(memoryLimit.acquire("b", 400)).isTrue();
        assertThat(memoryLimit.acquire("c", 201)).isFalse();
        memoryLimit.release("c", 201);
        memoryLimit.release("a", 400);
        assertThat(memoryLimit.acquire("c", 201)).isTrue();
    }
}
