package org.sekimori.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;

/**
 * A complete, throw-away Postfix with Dovecot as its SASL server, in a folder and on ports of its own; a Postfix that the
 * machine runs anyway is not touched. It asks a policy server on 127.0.0.1 and throws all mail that it accepts away.
 * Users are alice, bob, carol and hanako at isp.example and taro at jp.example, each with {@link #PASSWORD}.
 *
 * <p>A start takes about two seconds, a stop about as long: share one among the tests of a class. The configuration is in
 * the templates {@code main.cf, master.cf, dovecot.conf} among the test resources of this package.
 */
public final class PostfixRig implements AutoCloseable {

    /** The password of every user. */
    public static final String PASSWORD = "secret";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Pattern RELOADED = Pattern.compile("master\\[\\d+]: reload -- version");
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path folder;
    private final Map<PostfixListener, Integer> ports;
    private final List<Integer> opened = new CopyOnWriteArrayList<>();
    private final DaemonProcess dovecot;
    private final DaemonProcess postfix;
    private final Thread lastResort = new Thread(this::stop, "stops Postfix");

    private PostfixRig(Path folder, Map<PostfixListener, Integer> ports) {
        this.folder = folder;
        this.ports = ports;
        Path tmp = folder.resolve("tmp");
        String dovecotConf = folder.resolve("dovecot/dovecot.conf").toString();
        this.dovecot = new DaemonProcess(
                tmp,
                folder.resolve("dovecot/run/master.pid"),
                List.of("dovecot", "-c", dovecotConf),
                List.of("doveadm", "-c", dovecotConf, "stop"));
        String etc = folder.resolve("etc").toString();
        this.postfix = new DaemonProcess(
                tmp,
                folder.resolve("queue/pid/master.pid"),
                List.of("postfix", "-c", etc, "start"),
                List.of("postfix", "-c", etc, "stop"));
    }

    /** Whether this machine has what a rig needs: the programs, the rights of root, and an IPv6 loopback address. */
    public static RigAvailability available() {
        List<String> missing = new ArrayList<>();
        Stream.of("postfix", "dovecot", "doveadm", "swaks")
                .filter(program -> ExternalCommand.find(program).isEmpty())
                .forEach(program -> missing.add(program + " is not installed"));
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("Postfix can be started only by root");
        }
        if (!hasIpv6Loopback()) {
            missing.add("there is no IPv6 loopback address");
        }
        return new RigAvailability(missing);
    }

    /**
     * Starts a rig and returns when it answers on every port.
     *
     * @param folder an existing folder for it alone; it and, among temporary files, those above it become readable for all
     * @param policyPort port on 127.0.0.1 of the policy server to ask; nothing need listen there yet, or ever
     * @throws IllegalStateException if {@link #available()} is not complete or a program does not start
     */
    public static PostfixRig start(Path folder, int policyPort) {
        return start(folder, policyPort, "");
    }

    /**
     * The same with an auth policy.
     *
     * @param dovecotSettings further lines for Dovecot, such as {@code auth_policy_server_url = …}
     */
    public static PostfixRig start(Path folder, int policyPort, String dovecotSettings) {
        RigAvailability availability = available();
        if (!availability.complete()) {
            throw new IllegalStateException(availability.reason());
        }
        Iterator<Integer> free = FreePorts.free(PostfixListener.values().length).iterator();
        Map<PostfixListener, Integer> ports = new EnumMap<>(PostfixListener.class);
        for (PostfixListener listener : PostfixListener.values()) {
            ports.put(listener, free.next());
        }
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            Map<String, String> words = words(real, ports, policyPort);
            words.put("dovecotSettings", dovecotSettings);
            PostfixConfigWriter.write(real, words);
            return new PostfixRig(real, ports).started();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the words between percent signs in the templates stand for. */
    private static Map<String, String> words(Path folder, Map<PostfixListener, Integer> ports, int policyPort) {
        Map<String, String> words = new HashMap<>();
        words.put("folder", folder.toString());
        words.put("policyPort", Integer.toString(policyPort));
        ports.forEach(
                (listener, port) -> words.put(listener.name().toLowerCase(Locale.ROOT) + "Port", port.toString()));
        return words;
    }

    /** Its configuration, as an operator has it in {@code /etc/postfix}. */
    public Path configuration() {
        return folder.resolve("etc");
    }

    /** The port of a listener. */
    public int port(PostfixListener listener) {
        return ports.getOrDefault(listener, 0);
    }

    /** A message to send with {@code swaks} through the submission port; no user, no XCLIENT until told. */
    public SwaksCommand swaks() {
        return new SwaksCommand(folder.resolve("tmp"), ports);
    }

    /** A raw client that is connected to the submission port on 127.0.0.1 and has said EHLO. */
    public SmtpClient smtp() {
        return smtp(PostfixListener.SUBMISSION);
    }

    /** A raw client that is connected to a listener on 127.0.0.1 and has said EHLO. */
    public SmtpClient smtp(PostfixListener listener) {
        return SmtpClient.connect("127.0.0.1", port(listener));
    }

    /** A raw client that is connected to a port that {@link #listen} opened and has said EHLO. */
    public SmtpClient smtp(int port) {
        return SmtpClient.connect("127.0.0.1", port);
    }

    /** All that Postfix has logged. A line may come a moment after the reply that it is about. */
    public String mailLog() {
        return log("mail.log");
    }

    /**
     * Opens one more port on 127.0.0.1 and returns when it answers.
     *
     * @param settings of this service alone, such as {@code smtpd_end_of_data_restrictions=$sekimori_check}
     */
    public void listen(int port, String... settings) {
        String service = "127.0.0.1:" + port;
        command("postconf", "-M", service + "/inet=" + service + " inet n - n - - smtpd");
        set(port, settings);
        awaitAnswer(() -> smtp(port).close());
        opened.add(port);
    }

    /** Changes settings of a service that {@link #listen} opened; holds for connections from now on. */
    public void set(int port, String... settings) {
        for (String setting : settings) {
            command("postconf", "-P", "127.0.0.1:" + port + "/inet/" + setting);
        }
        reload();
    }

    /** From now on accepted mail stays in the queue instead of being thrown away. */
    public void keepQueue() {
        command("postconf", "-e", "defer_transports=discard");
        reload();
    }

    /** From now on mail to a domain goes to a server on 127.0.0.1; all other mail is thrown away as before. */
    public void deliverTo(String domain, int port) {
        command("postconf", "-M", "smtp/unix=smtp unix - - n - - smtp");
        command("postconf", "-e", "transport_maps=inline:{ {" + domain + "=smtp:[127.0.0.1]:" + port + "} }");
        reload();
    }

    /** From now on mail to these domains goes to servers on 127.0.0.1, by port; all other mail is thrown away. */
    public void deliverTo(Map<String, Integer> ports) {
        command("postconf", "-M", "smtp/unix=smtp unix - - n - - smtp");
        StringBuilder maps = new StringBuilder("transport_maps=inline:{");
        ports.forEach((domain, port) -> maps.append(" {")
                .append(domain)
                .append("=smtp:[127.0.0.1]:")
                .append(port)
                .append('}'));
        command("postconf", "-e", maps.append(" }").toString());
        reload();
    }

    /** From now on submission asks another policy server on 127.0.0.1 after the end of the data, when Sekimori has passed it. */
    public void addPolicyServerAfter(int policyServer) {
        command("postconf", "-e", "later_check=check_policy_service inet:127.0.0.1:" + policyServer);
        command(
                "postconf",
                "-P",
                "127.0.0.1:" + port(PostfixListener.SUBMISSION)
                        + "/inet/smtpd_end_of_data_restrictions=$sekimori_check,$later_check");
        reload();
    }

    /** From now on all mail is shown to a milter on 127.0.0.1. */
    public void useMilter(int port) {
        command("postconf", "-e", "smtpd_milters=inet:127.0.0.1:" + port);
        reload();
    }

    /** Queue ids of all mail that is in the queue, as {@code postqueue -j} lists it; a line of JSON for each message. */
    public String queue() {
        return command("postqueue", "-j");
    }

    /** Deletes messages from the queue. */
    public void deleteFromQueue(Collection<String> ids) {
        ids.forEach(id -> command("postsuper", "-d", id));
    }

    /** Runs {@code postsuper} as in a pipe behind a command that prints queue ids. */
    public void postsuper(String queueIds, String... arguments) {
        piped(queueIds, "postsuper", arguments);
    }

    /**
     * Lets the queue manager look at deferred mail now, as it does every five minutes and whenever it starts. {@code postqueue -f}
     * would need the service pickup, which this Postfix lacks.
     */
    public void runQueue() {
        reload();
    }

    /**
     * Lets Postfix read its configuration again, and returns when only processes that know it answer. Of a process that is
     * idle while master reloads and takes a connection at once, master does not learn that it is busy, and leaves the next
     * client waiting for it.
     */
    private void reload() {
        int before = reloads();
        command("postfix", "reload");
        await("reload of Postfix").atMost(START_LIMIT).pollInterval(POLL).until(() -> reloads() > before);
        Stream.concat(ports.values().stream(), opened.stream())
                .forEach(port -> awaitAnswer(() -> smtp(port).close()));
    }

    private int reloads() {
        return (int) RELOADED.matcher(mailLog()).results().count();
    }

    private String command(String program, String... arguments) {
        return piped("", program, arguments);
    }

    private String piped(String input, String program, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-c", folder.resolve("etc").toString()));
        all.addAll(List.of(arguments));
        ExternalCommand.Result result = ExternalCommand.run(folder.resolve("tmp"), program, all, input);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    program + " " + all + " ended with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /** Stops Postfix and Dovecot and returns when none of their processes is left; once is enough. */
    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private PostfixRig started() {
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            dovecot.launch();
            awaitAnswer(this::greetDovecot);
            postfix.launch();
            for (PostfixListener listener : PostfixListener.values()) {
                awaitAnswer(() -> smtp(listener).close());
            }
            awaitAnswer(() ->
                    SmtpClient.connect("::1", port(PostfixListener.SUBMISSION)).close());
            return this;
        } catch (RuntimeException e) {
            String logs = mailLog() + log("dovecot.log");
            close();
            throw new IllegalStateException("the mail server did not start; its logs say:\n" + logs, e);
        }
    }

    private static void awaitAnswer(ThrowingRunnable conversation) {
        await("mail server")
                .atMost(START_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptionsMatching(e -> e instanceof IOException || e instanceof UncheckedIOException)
                .untilAsserted(conversation);
    }

    private void greetDovecot() throws IOException {
        SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("dovecot/auth-client")))
                .close();
    }

    private void stop() {
        try {
            postfix.halt();
        } finally {
            dovecot.halt();
        }
    }

    private static boolean hasIpv6Loopback() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
        } catch (SocketException e) {
            return false;
        }
    }

    private String log(String name) {
        try {
            return new String(Files.readAllBytes(folder.resolve("log").resolve(name)), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
