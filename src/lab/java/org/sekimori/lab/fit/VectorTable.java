package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for different evidence, in the order of its first appearance. */
final class VectorTable {

    private final List<SignVector> vectors = new ArrayList<>();
    private final Map<SignVector, Integer> numbers = new HashMap<>();

    int number(SignVector vector) {
        Integer known = numbers.putIfAbsent(vector, vectors.size());
        if (known != null) {
            return known;
        }
        vectors.add(vector);
        return vectors.size() - 1;
    }

    int size() {
        return vectors.size();
    }

    byte[] steps(int number) {
        return vectors.get(number).steps();
    }

    /** The numbers here of another table's vectors, by their numbers there. */
    int[] add(VectorTable other) {
        int[] here = new int[other.size()];
        for (int i = 0; i < here.length; i++) {
            here[i] = number(other.vectors.get(i));
        }
        return here;
    }
}
