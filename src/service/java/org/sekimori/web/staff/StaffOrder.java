package org.sekimori.web.staff;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.sekimori.mail.Account;
import org.sekimori.web.page.FormFields;

/**
 * The fields of a command that a member of staff sends by a form.
 *
 * @param id the form's own, so that a form that is sent twice is one command
 * @param by the member of staff
 * @param channel always {@code console}
 */
public record StaffOrder(String id, Account account, Instant time, String by, String channel) {

    /** Field of forms with the command's id. */
    public static final String FIELD = "command_id";

    /** Longest reason, in characters. */
    public static final int MAX_REASON = 500;

    private static final String CHANNEL = "console";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{8,64}");

    /** The command of a form. */
    public static StaffOrder of(StaffUser user, FormFields form, Account account, Clock clock) {
        String sent = form.text(FIELD);
        String id = ID.matcher(sent).matches() ? sent : fresh();
        return new StaffOrder(CHANNEL + ":" + user.name() + ":" + id, account, clock.instant(), user.name(), CHANNEL);
    }

    /** An id for a form. */
    public static String fresh() {
        return UUID.randomUUID().toString();
    }
}
