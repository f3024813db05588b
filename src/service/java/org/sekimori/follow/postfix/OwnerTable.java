package org.sekimori.follow.postfix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The owners of open messages, each kept once, by number, for as long as a message refers to it. */
final class OwnerTable {

    private final Map<MessageOwner, Integer> numbers = new HashMap<>();
    private final List<@Nullable MessageOwner> owners = new ArrayList<>();
    private int[] references = new int[64];
    private final List<Integer> free = new ArrayList<>();

    /** Refers to an owner; give the number back to {@link #release}. */
    int refer(MessageOwner owner) {
        // Under a second id each message has an owner of its own.
        boolean shared = owner.queueId() == null;
        Integer known = shared ? numbers.get(owner) : null;
        if (known != null) {
            references[known]++;
            return known;
        }
        int number = free.isEmpty() ? owners.size() : free.remove(free.size() - 1);
        if (number == owners.size()) {
            owners.add(owner);
        } else {
            owners.set(number, owner);
        }
        if (number >= references.length) {
            references = java.util.Arrays.copyOf(references, 2 * references.length);
        }
        references[number] = 1;
        if (shared) {
            numbers.put(owner, number);
        }
        return number;
    }

    MessageOwner owner(int number) {
        MessageOwner owner = owners.get(number);
        if (owner == null) {
            throw new IllegalStateException("nobody has number " + number);
        }
        return owner;
    }

    void release(int number) {
        if (--references[number] == 0) {
            if (owner(number).queueId() == null) {
                numbers.remove(owner(number));
            }
            owners.set(number, null);
            free.add(number);
        }
    }
}
