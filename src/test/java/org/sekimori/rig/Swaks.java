package org.sekimori.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One message to send with the command {@code swaks}, a client that is not ours; made by {@link PostfixRig#swaks()}. A
 * run takes about a third of a second.
 */
public final class Swaks {

    private final Path folder;
    private final Map<Listener, Integer> ports;
    private final List<String> options = new ArrayList<>();
    private final List<String> recipients = new ArrayList<>();
    private String host = "127.0.0.1";
    private Listener listener = Listener.SUBMISSION;
    private String password = PostfixRig.PASSWORD;

    Swaks(Path folder, Map<Listener, Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /** Goes to this listener instead of {@link Listener#SUBMISSION}. */
    public Swaks listener(Listener value) {
        listener = value;
        return this;
    }

    /** Connects to [::1] instead of 127.0.0.1; only {@link Listener#SUBMISSION} is there. */
    public Swaks overIpv6() {
        host = "::1";
        return this;
    }

    /** Plays a client at this address, IPv4 or IPv6, mapped IPv4 ({@code ::ffff:192.0.2.1}) included. */
    public Swaks from(String ip) {
        return option("--xclient-addr", XClient.address(ip));
    }

    /** Plays a client with this host name. */
    public Swaks clientName(String name) {
        return option("--xclient-name", name);
    }

    /** Logs in as this user, with {@link PostfixRig#PASSWORD} unless {@link #password} says otherwise. */
    public Swaks user(String user) {
        return option("--auth", "PLAIN").option("--auth-user", user);
    }

    /** Logs in with this password. */
    public Swaks password(String value) {
        password = value;
        return this;
    }

    /** The envelope sender; empty for the null sender. */
    public Swaks sender(String address) {
        return option("--from", address.isEmpty() ? "<>" : address);
    }

    /** Adds recipients. */
    public Swaks to(String... addresses) {
        recipients.addAll(List.of(addresses));
        return this;
    }

    /** Sets the header Subject. */
    public Swaks subject(String text) {
        return option("--header", "Subject: " + text);
    }

    /** Sets the body. */
    public Swaks body(String text) {
        return option("--body", text);
    }

    /** Adds an option of swaks that has no method here. */
    public Swaks option(String name, String argument) {
        options.add(name);
        options.add(argument);
        return this;
    }

    /** Runs swaks and waits for its end. */
    public SmtpResult send() {
        // An empty --config: no settings of whoever runs the tests.
        List<String> arguments = new ArrayList<>(List.of("--config", "--helo", "laptop.client.example"));
        arguments.addAll(List.of(
                "--server", host, "--port", ports.getOrDefault(listener, 0).toString()));
        arguments.addAll(List.of("--timeout", "30", "--to", String.join(",", recipients)));
        arguments.addAll(options);
        if (options.contains("--auth-user")) {
            arguments.addAll(List.of("--auth-password", password));
        }
        Command.Result result = Command.run(folder, "swaks", arguments);
        return SmtpResult.of(result.exitCode(), result.output());
    }
}
