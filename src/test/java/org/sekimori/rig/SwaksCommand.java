package org.sekimori.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One message to send with the command {@code swaks}, a client that is not ours; made by {@link PostfixRig#swaks()}. A
 * run takes about a third of a second.
 */
public final class SwaksCommand {

    private final Path folder;
    private final Map<PostfixListener, Integer> ports;
    private final List<String> options = new ArrayList<>();
    private final List<String> recipients = new ArrayList<>();
    private String host = "127.0.0.1";
    private PostfixListener listener = PostfixListener.SUBMISSION;
    private String password = PostfixRig.PASSWORD;

    SwaksCommand(Path folder, Map<PostfixListener, Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /** Goes to this listener instead of {@link PostfixListener#SUBMISSION}. */
    public SwaksCommand listener(PostfixListener value) {
        listener = value;
        return this;
    }

    /** Connects to [::1] instead of 127.0.0.1; only {@link PostfixListener#SUBMISSION} is there. */
    public SwaksCommand overIpv6() {
        host = "::1";
        return this;
    }

    /** Plays a client at this address, IPv4 or IPv6, mapped IPv4 ({@code ::ffff:192.0.2.1}) included. */
    public SwaksCommand from(String ip) {
        return option("--xclient-addr", XclientCommand.address(ip));
    }

    /** Plays a client with this host name. */
    public SwaksCommand clientName(String name) {
        return option("--xclient-name", name);
    }

    /** Logs in as this user, with {@link PostfixRig#PASSWORD} unless {@link #password} says otherwise. */
    public SwaksCommand user(String user) {
        return option("--auth", "PLAIN").option("--auth-user", user);
    }

    /** Logs in with this password. */
    public SwaksCommand password(String value) {
        password = value;
        return this;
    }

    /** The envelope sender; empty for the null sender. */
    public SwaksCommand sender(String address) {
        return option("--from", address.isEmpty() ? "<>" : address);
    }

    /** Adds recipients. */
    public SwaksCommand to(String... addresses) {
        recipients.addAll(List.of(addresses));
        return this;
    }

    /** Sets the header Subject. */
    public SwaksCommand subject(String text) {
        return option("--header", "Subject: " + text);
    }

    /** Sets the body. */
    public SwaksCommand body(String text) {
        return option("--body", text);
    }

    /** Adds an option of swaks that has no method here. */
    public SwaksCommand option(String name, String argument) {
        options.add(name);
        options.add(argument);
        return this;
    }

    /** Runs swaks and waits for its end. */
    public SwaksResult send() {
        // An empty --config: no settings of whoever runs the tests.
        List<String> arguments = new ArrayList<>(List.of("--config", "--helo", "laptop.client.example"));
        arguments.addAll(List.of(
                "--server", host, "--port", ports.getOrDefault(listener, 0).toString()));
        arguments.addAll(List.of("--timeout", "30", "--to", String.join(",", recipients)));
        arguments.addAll(options);
        if (options.contains("--auth-user")) {
            arguments.addAll(List.of("--auth-password", password));
        }
        ExternalCommand.Result result = ExternalCommand.run(folder, "swaks", arguments);
        return SwaksResult.of(result.exitCode(), result.output());
    }
}
