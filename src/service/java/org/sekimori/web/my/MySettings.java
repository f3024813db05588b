package org.sekimori.web.my;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the traveller's page.
 *
 * @param portalKeys file with the keys that the provider's portal signs its links with; null: links let nobody in
 * @param portalUrl address of the portal, where customers log in; empty: the page names none
 * @param linkLife longest time from the making of a link to its end, 30 s to 15 min
 * @param session how long a log-in lasts, 5 min to 12 h, whatever the customer does meanwhile
 * @param logo picture of the provider, PNG, JPEG, WebP or SVG of at most 256 KiB; null: none
 * @param colour the provider's colour, such as {@code #0b5cad}
 * @param code whether a customer may log in by a code that is sent to the alternative contact
 */
@ConfigurationProperties("sekimori.my")
record MySettings(
        @Nullable Path portalKeys,
        @DefaultValue("") String portalUrl,
        @DefaultValue("5m") Duration linkLife,
        @DefaultValue("1h") Duration session,
        @Nullable Path logo,
        @DefaultValue("#0b5cad") String colour,
        @DefaultValue("false") boolean code) {

    MySettings {
        within("link-life", linkLife, Duration.ofSeconds(30), Duration.ofMinutes(15));
        within("session", session, Duration.ofMinutes(5), Duration.ofHours(12));
        if (!colour.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException(
                    "sekimori.my.colour must be # and six hexadecimal digits, such as #0b5cad, not '" + colour + "'");
        }
        if (!portalUrl.isEmpty() && !portalUrl.matches("https?://[^\\s\"<>]{1,500}")) {
            throw new IllegalArgumentException(
                    "sekimori.my.portal-url must be a web address such as https://portal.isp.example/travel, not '"
                            + portalUrl + "'");
        }
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("sekimori.my." + name + " must be from " + least.toSeconds() + " to "
                    + most.toSeconds() + " seconds, not " + value.toSeconds());
        }
    }
}
