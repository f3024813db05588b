package org.sekimori.api.mailserver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.RequestFields;

/** Parameters of a URL that stands in a mail server's configuration. */
final class QueryParameters {

    private static final int MAX_SERVER = 255;

    private QueryParameters() {}

    /** Name of the mail server; empty without one. */
    static String server(HttpServletRequest request) {
        return one(request, "server", MAX_SERVER);
    }

    /**
     * One parameter; empty without it.
     *
     * @param most longest value, in characters
     */
    static String one(HttpServletRequest request, String name, int most) {
        String[] values = request.getParameterValues(name);
        if (values == null || values[0].isEmpty()) {
            return "";
        }
        if (values.length > 1) {
            throw ApiProblems.field(name, "is given " + values.length + " times; once is enough");
        }
        return Objects.requireNonNullElse(RequestFields.text(name, values[0], most), "");
    }
}
