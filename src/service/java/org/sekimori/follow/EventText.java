package org.sekimori.follow;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fits texts of a log into fields of an event: what the intake would refuse together with the event is left out. */
public final class EventText {

    /** Most characters of a host name and of a HELO name. */
    public static final int HOST_NAME = 255;

    /** Most characters of an address. */
    public static final int ADDRESS = 320;

    private static final int MESSAGE_ID = 250;

    private static final Pattern UNFIT_FOR_MESSAGE_ID = Pattern.compile("[\\s<>\\p{Cntrl}\\p{Z}\\ufeff]");

    private EventText() {}

    /** The text, or null if it is empty, longer than {@code most} characters or has control characters. */
    public static @Nullable String fit(@Nullable String text, int most) {
        if (text == null || text.isEmpty() || text.length() > most) {
            return null;
        }
        return text.chars().anyMatch(Character::isISOControl) ? null : text;
    }

    /** A Message-ID, with or without its angle brackets; null if it is unfit. */
    public static @Nullable String messageId(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String id = text.startsWith("<") && text.endsWith(">") && text.length() > 1
                ? text.substring(1, text.length() - 1)
                : text;
        return UNFIT_FOR_MESSAGE_ID.matcher(id).find() ? null : fit(id, MESSAGE_ID);
    }

    /** An envelope sender: the empty text for the null sender, null if unknown or unfit. */
    public static @Nullable String sender(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return text.isEmpty() || text.equals("<>") ? "" : fit(text, ADDRESS);
    }
}
