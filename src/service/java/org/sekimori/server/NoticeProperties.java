package org.sekimori.server;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.followup.FollowupService;
import org.sekimori.followup.FollowupSettings;
import org.sekimori.followup.NoticeRetryPolicy;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.SmtpSettings;
import org.sekimori.followup.channels.WebhookSettings;
import org.sekimori.followup.contacts.ContactSource;
import org.sekimori.mail.Account;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of notices: {@code sekimori.notices.…}.
 *
 * @param smtp mail server; without a host no mail is sent
 * @param desk addresses of the abuse team
 * @param deskLanguage language of its mails
 * @param contacts sources of customers' contact addresses
 * @param webhooks receivers of webhooks
 * @param perHour most notices within any hour
 * @param publicUrl this service's address for customers; none: mails carry no link
 */
public record NoticeProperties(
        @Valid @DefaultValue Smtp smtp,
        @DefaultValue List<String> desk,
        @DefaultValue("en") Locale deskLanguage,
        @Valid @DefaultValue ContactSettings contacts,
        @DefaultValue List<@Valid Receiver> webhooks,

        @DefaultValue("200") @Min(FollowupSettings.LEAST_PER_HOUR) @Max(100_000)
        int perHour,

        @Nullable URI publicUrl) {

    private static final String PREFIX = "sekimori.notices.";

    /**
     * @param host name or address; empty: no mail is sent
     * @param port of the server
     * @param tls protection of the connection
     * @param user for SMTP AUTH; empty: none
     * @param passwordFile file with its password
     * @param from sender address
     * @param envelopeFrom envelope sender; empty: the null sender
     */
    record Smtp(
            @DefaultValue("") String host,
            @DefaultValue("25") @Min(1) @Max(65535) int port,
            @DefaultValue("starttls") SmtpSettings.Tls tls,
            @DefaultValue("") String user,
            @Nullable Path passwordFile,
            @DefaultValue("") String from,
            @DefaultValue("") String envelopeFrom) {}

    /**
     * @param file CSV with account, address, language
     * @param url look-up with {@code {account}} in it
     * @param tokenFile file with a bearer token for it
     */
    record ContactSettings(
            @Nullable Path file,
            @DefaultValue("") String url,
            @Nullable Path tokenFile) {}

    /**
     * @param name in the outbox, meters and logs
     * @param url its address
     * @param form its format
     * @param secretFile file with the signing secret
     * @param routingKeyFile file with PagerDuty's integration key
     * @param kinds kinds of notices; empty: all
     */
    public record Receiver(
            @DefaultValue("") String name,
            @Nullable URI url,
            @DefaultValue("generic") WebhookSettings.Form form,
            @Nullable Path secretFile,
            @Nullable Path routingKeyFile,
            @DefaultValue List<String> kinds) {}

    /**
     * The validated settings.
     *
     * @param precision see {@link FollowupSettings}
     *
     * @throws UserFacingException with the property, its value, and the remedy
     */
    FollowupSettings followup(Supplier<RulePrecisionThreshold> precision) {
        desk.forEach(address -> address("desk", address));
        List<WebhookSettings> receivers = new ArrayList<>();
        for (int i = 0; i < webhooks.size(); i++) {
            receivers.add(receiver(i));
        }
        if (receivers.stream().map(WebhookSettings::name).distinct().count() < receivers.size()) {
            throw new UserFacingException(
                    "the property " + PREFIX + "webhooks must give each receiver a name of its own");
        }
        return new FollowupSettings(
                mailServer(),
                desk,
                deskLanguage,
                receivers,
                perHour,
                publicAddress(),
                NoticeRetryPolicy.DEFAULT,
                precision);
    }

    private @Nullable SmtpSettings mailServer() {
        if (smtp.host().isBlank()) {
            return null;
        }
        address("smtp.from", smtp.from());
        if (!smtp.envelopeFrom().isEmpty()) {
            address("smtp.envelope-from", smtp.envelopeFrom());
        }
        boolean open = smtp.tls() == SmtpSettings.Tls.NONE || smtp.tls() == SmtpSettings.Tls.STARTTLS;
        if (smtp.user().isEmpty() == (smtp.passwordFile() != null)
                || (!smtp.user().isEmpty() && open)) {
            throw new UserFacingException(
                    "the property " + PREFIX + "smtp.user must come with smtp.password-file, and with"
                            + " smtp.tls required or implicit, so that the password is never sent in clear");
        }
        return new SmtpSettings(
                smtp.host(),
                smtp.port(),
                smtp.tls(),
                smtp.user(),
                smtp.passwordFile(),
                smtp.from(),
                smtp.envelopeFrom());
    }

    private static void address(String property, String value) {
        if (!value.matches("[^@\\s<>,;:\"()\\[\\]\\\\]{1,64}@[^@\\s<>,;:\"()\\[\\]\\\\]{1,255}")) {
            throw new UserFacingException("the property " + PREFIX + property
                    + " must be a mail address of the form name@domain, not '" + value + "'");
        }
    }

    private WebhookSettings receiver(int index) {
        Receiver receiver = webhooks.get(index);
        String property = PREFIX + "webhooks[" + index + "]";
        URI url = receiver.url() == null && receiver.form() == WebhookSettings.Form.PAGERDUTY
                ? URI.create("https://events.pagerduty.com/v2/enqueue")
                : receiver.url();
        if (url == null) {
            throw new UserFacingException("the property " + property + ".url must be set");
        }
        Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
        for (String word : receiver.kinds()) {
            NoticeKind kind = NoticeKind.of(word);
            if (kind == null) {
                throw new UserFacingException("the property " + property + ".kinds must be among "
                        + WebhookSettings.POSSIBLE.stream()
                                .map(NoticeKind::word)
                                .toList() + ", not '" + word + "'");
            }
            kinds.add(kind);
        }
        try {
            return new WebhookSettings(
                    receiver.name(),
                    url,
                    receiver.form(),
                    receiver.secretFile(),
                    receiver.routingKeyFile(),
                    kinds.isEmpty() ? WebhookSettings.POSSIBLE : kinds);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException("the property " + property + "." + e.getMessage());
        }
    }

    private @Nullable String publicAddress() {
        if (publicUrl == null) {
            return null;
        }
        String text = publicUrl.toString();
        if (!text.matches("https?://[^?#]+")) {
            throw new UserFacingException(
                    "the property " + PREFIX + "public-url must be of the form https://host/path, not '" + text + "'");
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * Where alternative contacts come from.
     *
     * @throws UserFacingException if the look-up cannot be used
     */
    ContactSource contactSources(Account.LoginNormalizer naming) {
        String url = contacts.url();
        if (!url.isEmpty() && !(url.contains("{account}") && url.matches("https?://.+"))) {
            throw new UserFacingException("the property " + PREFIX
                    + "contacts.url must be an address with {account} in it, such as"
                    + " https://crm.example/contacts/{account}, not '" + url + "'");
        }
        return FollowupService.contacts(contacts.file(), url.isEmpty() ? null : url, contacts.tokenFile(), naming);
    }
}
