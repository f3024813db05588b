package org.sekimori.cli.connect;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.connect.CheckResult.Status;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a mail server's own configuration and says what is missing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Read a mail server's own configuration, and say what is missing to connect it.",
            "Changes nothing. Exit code 0: connected; 1: something is missing."
        },
        footer = {"", "Example:  ./sekimori connect check postfix --config /etc/postfix"})
final class ConnectCheckCommand implements Callable<Integer> {

    private static final int CONNECT_MILLIS = 2_000;
    private static final String UP = "./sekimori up";

    /** Servers whose configuration can be read. */
    enum MailServer {
        POSTFIX,
        DOVECOT,
        EXIM,
        HARAKA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SERVER", description = "One of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private MailServer server;

    @Option(
            names = "--config",
            paramLabel = "PATH",
            description = "Postfix's and Haraka's folder, Dovecot's or Exim's file. Default: the server's own.")
    private @Nullable Path config;

    @Option(
            names = "--policy",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:10031",
            description = "Sekimori's policy server. Default: ${DEFAULT-VALUE}.")
    private String policy = "";

    @Option(
            names = "--milter",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:10032",
            description = "Sekimori's milter. Default: ${DEFAULT-VALUE}.")
    private String milter = "";

    @Override
    public Integer call() {
        List<CheckResult> results =
                switch (server) {
                    case POSTFIX -> postfix();
                    case DOVECOT -> DovecotCheck.run(config);
                    case EXIM -> {
                        List<CheckResult> exim = new ArrayList<>(EximCheck.run(config, address(policy)));
                        exim.add(reachable("policy server", policy, UP));
                        yield exim;
                    }
                    case HARAKA -> HarakaCheck.run(config);
                };
        PrintWriter out = spec.commandLine().getOut();
        results.forEach(result -> print(out, result));
        boolean missing = results.stream().anyMatch(result -> result.status() == Status.MISSING);
        out.println(missing ? "\nNot connected yet." : "\nConnected. Try it:  ./sekimori connect try --user NAME");
        out.flush();
        return missing ? 1 : 0;
    }

    private List<CheckResult> postfix() {
        address(policy);
        address(milter);
        PostfixConfiguration postfix = PostfixConfiguration.read(config);
        List<CheckResult> results = new ArrayList<>(PostfixCheck.of(postfix, policy, milter));
        results.add(
                PostfixCheck.asksMilter(postfix, milter)
                        ? reachable("milter", milter, UP + " --milter-port " + milter.replaceAll(".*:", ""))
                        : reachable("policy server", policy, UP));
        return results;
    }

    private static void print(PrintWriter out, CheckResult result) {
        out.printf("%-8s %s%n", result.status().word(), result.text());
        String remedy = result.remedy();
        if (remedy != null) {
            remedy.lines().forEach(line -> out.println("           " + line));
        }
    }

    private static String address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new UserFacingException("'" + text + "' must be a host and a port, such as 127.0.0.1:10031");
        }
        return text;
    }

    private static CheckResult reachable(String what, String address, String start) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    CONNECT_MILLIS);
            return CheckResult.ok("the " + what + " listens at " + address);
        } catch (IOException | IllegalArgumentException e) {
            return CheckResult.missing(
                    "nothing listens at " + address + " (" + e.getMessage() + ")",
                    "start it:  " + start + "\nor name another address with --policy or --milter");
        }
    }
}
