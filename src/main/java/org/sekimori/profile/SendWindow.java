package org.sekimori.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How much an account sent in the last 24 hours: messages and recipients per five-minute step, steps without mail left
 * out. Most accounts send a few times a day, so a typical window takes a few dozen bytes; 288 steps bound the worst.
 *
 * <p>A window is answered exactly in whole steps: {@code sent(1 h)} counts everything of the last hour and at most five
 * minutes more. A message that comes late counts in the step of its own time; one older than 24 hours counts in none.
 */
public final class SendWindow {

    /** Length of a step. */
    public static final Duration STEP = Duration.ofMinutes(5);

    /** The longest window that can be asked for. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** Nothing sent. */
    public static final SendWindow EMPTY = new SendWindow(new int[0], new int[0], new int[0]);

    private static final int STEPS = (int) LONGEST.dividedBy(STEP);

    /** Steps since 1970, rising. */
    private final int[] steps;

    private final int[] messages;
    private final int[] recipients;

    private SendWindow(int[] steps, int[] messages, int[] recipients) {
        this.steps = steps;
        this.messages = messages;
        this.recipients = recipients;
    }

    /** The window after one more message with so many recipients. */
    public SendWindow plus(Instant time, int recipientCount) {
        int step = step(time);
        int newest = steps.length == 0 ? step : Math.max(step, steps[steps.length - 1]);
        int oldest = newest - STEPS + 1;
        if (step < oldest) {
            return this;
        }
        int drop = 0;
        while (drop < steps.length && steps[drop] < oldest) {
            drop++;
        }
        int found = Arrays.binarySearch(steps, drop, steps.length, step);
        int added = found < 0 ? 1 : 0;
        int at = found < 0 ? -found - 1 : found;
        int[] newSteps = opened(steps, drop, at, added);
        int[] newMessages = opened(messages, drop, at, added);
        int[] newRecipients = opened(recipients, drop, at, added);
        newSteps[at - drop] = step;
        newMessages[at - drop]++;
        newRecipients[at - drop] += recipientCount;
        return new SendWindow(newSteps, newMessages, newRecipients);
    }

    /** Copies without the first {@code drop} places and with {@code added} zeros before place {@code at}. */
    private static int[] opened(int[] old, int drop, int at, int added) {
        int[] fresh = new int[old.length - drop + added];
        System.arraycopy(old, drop, fresh, 0, at - drop);
        System.arraycopy(old, at, fresh, at - drop + added, old.length - at);
        return fresh;
    }

    /** Messages in the window that ends at {@code now}. */
    public long messages(Instant now, Duration window) {
        return sum(messages, now, window);
    }

    /** Envelope recipients in the window that ends at {@code now}. */
    public long recipients(Instant now, Duration window) {
        return sum(recipients, now, window);
    }

    private long sum(int[] values, Instant now, Duration window) {
        if (window.isNegative() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a window must be between 0 and 24 h, not " + window);
        }
        int last = step(now);
        int first = step(now.minus(window));
        long sum = 0;
        for (int i = steps.length - 1; i >= 0 && steps[i] >= first; i--) {
            if (steps[i] <= last) {
                sum += values[i];
            }
        }
        return sum;
    }

    private static int step(Instant time) {
        return Math.toIntExact(Math.floorDiv(time.getEpochSecond(), STEP.getSeconds()));
    }

    void write(PackedWriter out) {
        out.number(steps.length);
        int before = 0;
        for (int i = 0; i < steps.length; i++) {
            out.signed((long) steps[i] - before).number(messages[i]).number(recipients[i]);
            before = steps[i];
        }
    }

    static SendWindow read(PackedReader in) {
        int length = in.count();
        if (length == 0) {
            return EMPTY;
        }
        SendWindow window = new SendWindow(new int[length], new int[length], new int[length]);
        int before = 0;
        for (int i = 0; i < length; i++) {
            before += Math.toIntExact(in.signed());
            window.steps[i] = before;
            window.messages[i] = in.count();
            window.recipients[i] = in.count();
        }
        return window;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SendWindow w
                && Arrays.equals(steps, w.steps)
                && Arrays.equals(messages, w.messages)
                && Arrays.equals(recipients, w.recipients);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(steps) ^ Arrays.hashCode(messages);
    }
}
