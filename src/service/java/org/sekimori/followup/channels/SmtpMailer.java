package org.sekimori.followup.channels;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Sends mails to the operator's server, one connection each: they are few. */
public final class SmtpMailer {

    private static final String MILLIS = "20000";

    private final SmtpSettings settings;

    public SmtpMailer(SmtpSettings settings) {
        this.settings = settings;
    }

    /**
     * A mail.
     *
     * @param id left part of the Message-ID: the same for every attempt at one notice, so that a server may detect a
     *     repetition
     * @param from display name of the sender; empty: none
     * @param to one or more addresses
     */
    public record Mail(
            String id, String from, List<String> to, String subject, String body, Locale language, Instant time) {}

    public DeliveryResult send(Mail mail) {
        try {
            InternetAddress[] to = addresses(mail.to());
            boolean utf8 = mail.to().stream().anyMatch(address -> !ascii(local(address)));
            Session session = Session.getInstance(properties(utf8));
            // The protocol names the properties, and TLS from the first octet on is one of them.
            try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
                transport.connect(settings.host(), settings.port(), user(), password());
                if (utf8 && !transport.supportsExtension("SMTPUTF8")) {
                    return new DeliveryResult.Refused(
                            "the address needs SMTPUTF8 (RFC 6531), which the mail server lacks");
                }
                MimeMessage message = message(session, mail, to);
                transport.sendMessage(message, to);
            }
            return new DeliveryResult.Accepted();
        } catch (AddressException e) {
            return new DeliveryResult.Refused("an address cannot be used");
        } catch (AuthenticationFailedException e) {
            return new DeliveryResult.RetryLater("the mail server refused the log-in", null, true);
        } catch (MessagingException e) {
            return failed(e);
        } catch (IOException e) {
            return new DeliveryResult.RetryLater("the password cannot be used: " + e.getMessage(), null, true);
        }
    }

    private MimeMessage message(Session session, Mail mail, InternetAddress[] to) throws MessagingException {
        String domain = settings.from().substring(settings.from().lastIndexOf('@') + 1);
        SMTPMessage message = new SMTPMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + mail.id() + "@" + IDN.toASCII(domain) + ">");
            }
        };
        message.setEnvelopeFrom(settings.envelopeFrom().isEmpty() ? "<>" : settings.envelopeFrom());
        message.setFrom(from(mail.from()));
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
        message.setSubject(oneLine(mail.subject()), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(mail.time()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        message.setContentLanguage(new String[] {mail.language().toLanguageTag()});
        message.setText(lines(mail.body()), StandardCharsets.UTF_8.name());
        return message;
    }

    private InternetAddress from(String name) throws MessagingException {
        InternetAddress from = new InternetAddress(ascii(settings.from()) ? settings.from() : encoded(settings.from()));
        String shown = oneLine(name).strip();
        if (!shown.isEmpty()) {
            try {
                from.setPersonal(shown, StandardCharsets.UTF_8.name());
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("every Java platform has UTF-8", e);
            }
        }
        return from;
    }

    /** Removes characters that would start another header, or change how the text reads. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> line.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c));
        return line.toString();
    }

    /** The same for a text of several lines. */
    private static String lines(String text) {
        return Arrays.stream(text.split("\n", -1)).map(SmtpMailer::oneLine).collect(Collectors.joining("\n"));
    }

    /** The status codes alone: servers like to repeat the address in their texts. */
    private static DeliveryResult failed(MessagingException failure) {
        int code = -1;
        if (failure instanceof SendFailedException partly
                && partly.getValidSentAddresses() != null
                && partly.getValidSentAddresses().length > 0) {
            return new DeliveryResult.Accepted();
        }
        for (Exception e = failure; e != null; e = e instanceof MessagingException m ? m.getNextException() : null) {
            int own = code(e);
            code = own > 0 ? own : code;
        }
        if (code >= 500) {
            return new DeliveryResult.Refused("the mail server refused it with " + code);
        }
        return code >= 400
                ? new DeliveryResult.RetryLater("the mail server put it off with " + code, null, false)
                : new DeliveryResult.RetryLater(
                        "the mail server cannot be reached or broke off: "
                                + failure.getClass().getSimpleName(),
                        null,
                        true);
    }

    private static int code(Exception e) {
        if (e instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        } else if (e instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return e instanceof SMTPSendFailedException send ? send.getReturnCode() : -1;
    }

    private Properties properties(boolean utf8) {
        Properties p = new Properties();
        SmtpSettings.Tls tls = settings.tls();
        p.put("mail.smtp.connectiontimeout", MILLIS);
        p.put("mail.smtp.timeout", MILLIS);
        p.put("mail.smtp.writetimeout", MILLIS);
        p.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        p.put("mail.smtp.ssl.enable", Boolean.toString(tls == SmtpSettings.Tls.IMPLICIT));
        p.put(
                "mail.smtp.starttls.enable",
                Boolean.toString(tls == SmtpSettings.Tls.STARTTLS || tls == SmtpSettings.Tls.REQUIRED));
        p.put("mail.smtp.starttls.required", Boolean.toString(tls == SmtpSettings.Tls.REQUIRED));
        p.put("mail.smtp.ssl.checkserveridentity", "true");
        // A mail to several analysts is one notice: it reaches those that it can.
        p.put("mail.smtp.sendpartial", "true");
        p.put("mail.mime.allowutf8", Boolean.toString(utf8));
        return p;
    }

    private @Nullable String user() {
        return settings.user().isEmpty() ? null : settings.user();
    }

    private @Nullable String password() throws IOException {
        return settings.password() == null ? null : SecretReader.text(settings.password());
    }

    private static InternetAddress[] addresses(List<String> texts) throws AddressException {
        InternetAddress[] addresses = new InternetAddress[texts.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new InternetAddress();
            addresses[i].setAddress(encoded(texts.get(i)));
        }
        return addresses;
    }

    /** Encodes the domain for DNS. */
    private static String encoded(String address) throws AddressException {
        int at = address.lastIndexOf('@');
        try {
            return address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
        } catch (IllegalArgumentException e) {
            throw new AddressException("the domain is none");
        }
    }

    private static String local(String address) {
        return address.substring(0, address.lastIndexOf('@'));
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
