package org.sekimori.cli.connect;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.sekimori.server.UserFacingException;

/** Submits one message as a customer's mail program would. */
final class SmtpSubmission {

    private static final String TIMEOUT_MILLIS = "30000";

    private SmtpSubmission() {}

    /** How the connection is protected. */
    enum Protection {
        /** STARTTLS, which is required. */
        STARTTLS,
        /** TLS from the first octet. */
        TLS,
        /** None: only for a server on this machine. */
        NONE
    }

    /**
     * What the server said about the message.
     *
     * @param reply its last reply, such as {@code 250 2.0.0 Ok: queued as 4jZ3RH72QGzJHm4}
     * @param accepted whether it took the message
     */
    record ServerReply(String reply, boolean accepted) {}

    /**
     * Submits the message.
     *
     * @throws UserFacingException if it never came to the end of the message: no connection, no log-in
     */
    static ServerReply submit(
            String host, int port, Protection protection, String user, String password, String from, String to) {
        Properties settings = new Properties();
        String prefix = "mail.smtp.";
        settings.put(prefix + "connectiontimeout", TIMEOUT_MILLIS);
        settings.put(prefix + "timeout", TIMEOUT_MILLIS);
        settings.put(prefix + "auth", "true");
        settings.put(prefix + "starttls.required", String.valueOf(protection == Protection.STARTTLS));
        settings.put(prefix + "starttls.enable", String.valueOf(protection == Protection.STARTTLS));
        settings.put(prefix + "ssl.enable", String.valueOf(protection == Protection.TLS));
        settings.put(prefix + "ssl.checkserveridentity", "true");
        Session session = Session.getInstance(settings);
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            transport.connect(host, port, user, password);
            return sent(transport, message(session, from, to));
        } catch (AuthenticationFailedException e) {
            throw new UserFacingException("the server refused the log-in of " + user + ": " + oneLine(e));
        } catch (MessagingException e) {
            throw new UserFacingException("no message could be submitted to " + host + ":" + port + ": " + oneLine(e));
        }
    }

    private static ServerReply sent(SMTPTransport transport, MimeMessage message) throws MessagingException {
        try {
            transport.sendMessage(message, message.getAllRecipients());
            return new ServerReply(transport.getLastServerResponse().strip(), true);
        } catch (SMTPSendFailedException e) {
            return new ServerReply(oneLine(e), false);
        } catch (MessagingException e) {
            if (transport.getLastReturnCode() >= 400) {
                return new ServerReply(transport.getLastServerResponse().strip(), false);
            }
            throw e;
        }
    }

    private static MimeMessage message(Session session, String from, String to) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(from));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject("Sekimori: a test submission", StandardCharsets.US_ASCII.name());
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText("This message was submitted to see whether Sekimori decides about it.\n");
        message.saveChanges();
        return message;
    }

    private static String oneLine(MessagingException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
