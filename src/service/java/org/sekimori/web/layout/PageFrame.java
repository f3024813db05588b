package org.sekimori.web.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layout shows around a page; templates call it {@code frame}.
 *
 * @param language {@code en} or {@code ja}
 * @param theme {@code light}, {@code dark} or {@code auto}
 * @param token for every form, in the field {@code form_token}
 * @param user name of the member of staff; null before the log-in
 * @param role key of the role's name; null before the log-in
 * @param password whether the person has a password here, which can be changed
 * @param may whether the person may act on accounts and cases
 * @param admin whether the person may change rules
 * @param entries of the navigation
 * @param here path and query of the page, without its language and colours, ready for one more parameter
 */
record PageFrame(
        String language,
        String theme,
        String token,
        @Nullable String user,
        @Nullable String role,
        boolean password,
        boolean may,
        boolean admin,
        List<Entry> entries,
        String here) {

    public PageFrame {
        entries = List.copyOf(entries);
    }

    /** An entry of the navigation. */
    public record Entry(String path, String key, boolean current) {}
}
