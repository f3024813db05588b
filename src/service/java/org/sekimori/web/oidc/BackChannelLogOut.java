package org.sekimori.web.oidc;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.sekimori.web.oidc.OidcLogOut.Later;
import org.sekimori.web.oidc.OidcLogOut.LoggedOut;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.session.SessionStore;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A log-out that the provider sends by itself, such as of a person who was removed there (OpenID Connect Back-Channel Logout 1.0, 2.5). No
 * session and no token of a form belong to it: the signature of the log-out token authorises it.
 *
 * @param answer for the provider (2.8)
 * @param ended whose sessions ended
 */
public record BackChannelLogOut<T>(ResponseEntity<String> answer, List<T> ended) {

    private static final String FIELD = "logout_token";
    private static final String RETRY_SECONDS = "30";

    public BackChannelLogOut {
        ended = List.copyOf(ended);
    }

    /** Reads the form of a request and ends the sessions that it names. */
    public static <T> BackChannelLogOut<T> receive(
            HttpServletRequest request, OidcClient client, SessionStore<T> sessions) {
        OidcLogOut read = client.loggedOut(FormFields.of(request).text(FIELD));
        if (read instanceof LoggedOut order) {
            return new BackChannelLogOut<>(
                    answer(HttpStatus.OK).body(""), sessions.endOfProvider(order.subject(), order.session()));
        }
        if (read instanceof Later) {
            return new BackChannelLogOut<>(
                    answer(HttpStatus.SERVICE_UNAVAILABLE)
                            .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                            .body("{\"error\":\"temporarily_unavailable\"}"),
                    List.of());
        }
        return new BackChannelLogOut<>(
                answer(HttpStatus.BAD_REQUEST).body("{\"error\":\"invalid_request\"}"), List.of());
    }

    private static ResponseEntity.BodyBuilder answer(HttpStatus status) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON);
    }
}
