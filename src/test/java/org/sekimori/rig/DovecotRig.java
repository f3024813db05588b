package org.sekimori.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A throw-away Dovecot for IMAP and submission, in a folder and on ports of its own. Clients may play any address. Users are
 * alice, bob and carol at isp.example, each with {@link PostfixRig#PASSWORD}.
 */
public final class DovecotRig implements AutoCloseable {

    private final Path folder;
    private final int imapPort;
    private final int submissionPort;
    private final DaemonProcess dovecot;
    private final SmtpSink relay;

    private DovecotRig(Path folder, List<Integer> ports, SmtpSink relay) {
        this.folder = folder;
        this.imapPort = ports.get(0);
        this.submissionPort = ports.get(1);
        this.relay = relay;
        String conf = folder.resolve("dovecot.conf").toString();
        this.dovecot = new DaemonProcess(
                folder,
                folder.resolve("run/master.pid"),
                List.of("dovecot", "-c", conf),
                List.of("doveadm", "-c", conf, "stop"));
    }

    /** What this machine lacks; empty if it has everything. */
    public static String missing() {
        if (ExternalCommand.find("dovecot").isEmpty()
                || !Files.isExecutable(Path.of("/usr/lib/dovecot/imap-login"))
                || !Files.isExecutable(Path.of("/usr/lib/dovecot/submission-login"))) {
            return "Dovecot's IMAP or submission server is not here";
        }
        return "root".equals(System.getProperty("user.name")) ? "" : "Dovecot can be started only by root";
    }

    /** Lines that name an auth policy. Log-ins wait for it long enough for a busy machine: without an answer they would pass. */
    public static String authPolicy(String url, String key) {
        return authPolicy(url, key, 30_000);
    }

    /** The same with another time to wait for an answer. */
    public static String authPolicy(String url, String key, int timeoutMillis) {
        return "auth_policy_server_url = " + url + "\nauth_policy_server_api_header = Authorization: Bearer " + key
                + "\nauth_policy_hash_nonce = salt\nauth_policy_server_timeout_msecs = " + timeoutMillis + "\n";
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param settings further lines of its configuration
     */
    public static DovecotRig start(Path folder, String settings) throws IOException {
        List<Integer> ports = FreePorts.free(2);
        Path real = folder.toRealPath();
        PostfixConfigWriter.letOthersEnter(real);
        Path home = Files.createDirectories(real.resolve("home"));
        Files.setAttribute(home, "unix:uid", 65534);
        Files.writeString(
                real.resolve("users"), "alice@isp.example:secret\nbob@isp.example:secret\ncarol@isp.example:secret\n");
        SmtpSink relay = SmtpSink.start(Files.createDirectory(real.resolve("sink")));
        Map<String, String> words = Map.of(
                "folder", real.toString(),
                "imapPort", ports.get(0).toString(),
                "submissionPort", ports.get(1).toString(),
                "relayPort", Integer.toString(relay.port()),
                "dovecotSettings", settings);
        String text;
        try (InputStream in = Objects.requireNonNull(DovecotRig.class.getResourceAsStream("dovecot-imap.conf"))) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("%" + word.getKey() + "%", word.getValue());
        }
        Files.writeString(real.resolve("dovecot.conf"), text);
        DovecotRig rig = new DovecotRig(real, ports, relay);
        try {
            rig.dovecot.launch();
            await("Dovecot")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        new Socket("127.0.0.1", rig.imapPort).close();
                        return true;
                    });
            return rig;
        } catch (RuntimeException e) {
            String log = rig.log();
            rig.close();
            throw new IllegalStateException("Dovecot did not start: " + log, e);
        }
    }

    /** Logs in over IMAP; the tagged reply. */
    public String imap(String address, String user, String password) {
        try (Socket socket = new Socket("127.0.0.1", imapPort);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            socket.setSoTimeout(20_000);
            in.readLine();
            String who = "a ID (\"x-originating-ip\" \"" + address + "\" \"x-originating-port\" \"4711\")\r\n";
            String logIn = "b LOGIN \"" + user + "\" \"" + password + "\"\r\n";
            socket.getOutputStream().write((who + logIn).getBytes(UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("b ")) {
                    return line;
                }
            }
            throw new IllegalStateException("Dovecot hung up: " + log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends IMAP commands in one connection from this machine, each after the answer to the one before; ends with LOGOUT. */
    public void imap(List<String> commands) {
        try (Socket socket = new Socket("127.0.0.1", imapPort);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            socket.setSoTimeout(20_000);
            in.readLine();
            for (String command :
                    Stream.concat(commands.stream(), Stream.of("LOGOUT")).toList()) {
                socket.getOutputStream().write(("a " + command + "\r\n").getBytes(UTF_8));
                String line = in.readLine();
                while (line != null && !line.startsWith("a ")) {
                    line = in.readLine();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Logs in at the submission port. */
    public SmtpReply submission(String address, String user, String password) {
        try (SmtpClient client = SmtpClient.connect("127.0.0.1", submissionPort)) {
            client.from(address);
            return client.auth(user, password);
        }
    }

    public String log() {
        try {
            Path log = folder.resolve("dovecot.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (relay) {
            dovecot.halt();
        }
    }
}
