package org.sekimori.cli.up;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Simulates one smtpd process at the policy port: sends a request and waits, one message after the other. */
final class SmtpdPolicyClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader answers;
    private final OutputStream requests;
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    private SmtpdPolicyClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.requests = socket.getOutputStream();
    }

    /** Connects to {@code host:port}. */
    public static SmtpdPolicyClient open(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        return new SmtpdPolicyClient(
                new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
    }

    /**
     * Submits a message.
     *
     * @param recipients separated by spaces
     * @param context the operator's word for the check, may be empty
     * @param number counts the messages of this connection
     * @return the action, such as {@code DUNNO}
     */
    public String submit(String account, String address, String recipients, String context, int number)
            throws IOException {
        String about = "request=smtpd_access_policy\nclient_address=" + address + "\nclient_name=unknown\nhelo_name="
                + DemoAccounts.helo(address) + "\nsender=" + account
                + "\nsasl_method=PLAIN\nsasl_username=" + account + "\npolicy_context="
                + context + "\ninstance=" + process + "." + number + "\n";
        String[] all = recipients.split(" ");
        for (int i = 0; i < all.length; i++) {
            ask(about + "protocol_state=RCPT\nrecipient=" + all[i] + "\nrecipient_count=" + i
                    + "\nsize=0\nqueue_id=\n\n");
        }
        return ask(about + "protocol_state=END-OF-MESSAGE\nrecipient=" + (all.length == 1 ? all[0] : "")
                + "\nrecipient_count=" + all.length + "\nsize=2048\nqueue_id=Q" + process + number + "\n\n");
    }

    private String ask(String request) throws IOException {
        requests.write(request.getBytes(StandardCharsets.UTF_8));
        requests.flush();
        String answer = answers.readLine();
        answers.readLine();
        if (answer == null || !answer.startsWith("action=")) {
            throw new IOException("the policy port hung up");
        }
        return answer.substring("action=".length());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
