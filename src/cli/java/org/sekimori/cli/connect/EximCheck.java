package org.sekimori.cli.connect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.server.UserFacingException;

/** Whether Exim asks Sekimori when it has a message's data. */
final class EximCheck {

    private static final Pattern READSOCKET = Pattern.compile("\\$\\{readsocket\\s*\\{inet:([^:}]+):([0-9]+)\\}");
    private static final Pattern SELECTED = Pattern.compile("[+](received_recipients|all)\\b");

    private static final Pattern VERB = Pattern.compile("(accept|deny|defer|warn|require|drop|discard)\\b");

    /** Accepts whatever comes. */
    private static final Pattern BARE = Pattern.compile("accept");

    /** Accepts customers: without conditions, or with no other than a log-in. */
    private static final Pattern CUSTOMERS =
            Pattern.compile("accept( authenticated\\s*=\\s*\\*)?( (control|logwrite|set|log_message) .*)?");

    private static final String FILES = ".include /etc/exim4/sekimori/sekimori-";
    private static final String MACROS = "  " + FILES + "macros.conf";
    private static final String DATA = "  " + FILES + "data.conf";
    private static final String RCPT = "  " + FILES + "rcpt.conf";

    private EximCheck() {}

    /**
     * Checks a configuration.
     *
     * @param file {@code exim.conf}; null for the default
     */
    static List<CheckResult> run(@Nullable Path file, String policy) {
        return of(exim(file), policy);
    }

    /** Debian calls the program exim4. */
    private static List<String> exim(@Nullable Path file) {
        try {
            return ServerProgram.lines(command("exim4", file));
        } catch (UserFacingException e) {
            if (String.valueOf(e.getMessage()).contains("cannot be run")) {
                return ServerProgram.lines(command("exim", file));
            }
            throw e;
        }
    }

    private static List<String> command(String program, @Nullable Path file) {
        List<String> command = new ArrayList<>(List.of(program));
        if (file != null) {
            command.addAll(List.of("-C", file.toString()));
        }
        command.addAll(List.of("-bP", "config"));
        return command;
    }

    /** Checks what {@code exim -bP config} prints. */
    static List<CheckResult> of(List<String> lines, String policy) {
        List<CheckResult> results = new ArrayList<>();
        decides(lines, policy, results);
        recipients(lines, policy, results);
        results.add(
                SELECTED.matcher(value(lines, "log_selector")).find()
                        ? CheckResult.ok("the log names recipients when a message is received")
                        : CheckResult.warning(
                                "the log does not name recipients when a message is received, which helps a follower",
                                "in the main section:\n  log_selector = +received_recipients"));
        return results;
    }

    private static void decides(List<String> lines, String policy, List<CheckResult> results) {
        String acl = value(lines, "acl_smtp_data");
        List<String> body = acl.isEmpty() ? List.of() : acl(lines, acl);
        if (acl.isEmpty()) {
            results.add(CheckResult.missing(
                    "nothing is decided, because there is no ACL at DATA",
                    "in the main section:\n" + MACROS + "\n  acl_smtp_data = acl_check_data\n"
                            + "in the section of ACLs:\n  acl_check_data:\n" + DATA + "\n    accept"));
        } else if (!asks(body, policy)) {
            results.add(CheckResult.missing(
                    "the ACL at DATA, " + acl + ", does not ask at " + policy,
                    "in the main section:\n" + MACROS + "\nin the ACL " + acl + ", before its last 'accept':\n"
                            + DATA));
        } else if (accepts(body, BARE)) {
            results.add(CheckResult.missing(
                    "an 'accept' in " + acl + " comes before the question", "put this before it:\n" + DATA));
        } else {
            results.add(CheckResult.ok("messages are decided at DATA (ACL " + acl + ")"));
        }
    }

    private static void recipients(List<String> lines, String policy, List<CheckResult> results) {
        String acl = value(lines, "acl_smtp_rcpt");
        List<String> body = acl.isEmpty() ? List.of() : acl(lines, acl);
        if (!asks(body, policy)) {
            results.add(CheckResult.missing(
                    "recipients are not named, because the ACL at RCPT" + (acl.isEmpty() ? "" : ", " + acl + ",")
                            + " does not ask at " + policy,
                    "in that ACL, before its 'accept' for customers:\n" + RCPT));
        } else if (accepts(body, CUSTOMERS)) {
            results.add(CheckResult.missing(
                    "recipients are not named, because an 'accept' in " + acl + " comes before the question",
                    "put this before it:\n" + RCPT));
        } else {
            results.add(CheckResult.ok("recipients are named at RCPT (ACL " + acl + ")"));
        }
    }

    private static boolean asks(List<String> body, String policy) {
        Matcher socket = READSOCKET.matcher(String.join("\n", body));
        while (socket.find()) {
            String endpoint = "inet:" + socket.group(1) + ":" + socket.group(2);
            if (new RestrictionList.PolicyCheck(endpoint, Map.of()).asks(policy)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an accept stands before the first question.
     *
     * @param conditions what the whole statement looks like, its lines joined by blanks
     */
    private static boolean accepts(List<String> body, Pattern conditions) {
        for (int i = 0; i < body.size() && !body.get(i).contains("readsocket"); i++) {
            StringBuilder statement = new StringBuilder(body.get(i));
            for (int j = i + 1; j < body.size() && !VERB.matcher(body.get(j)).lookingAt(); j++) {
                statement.append(' ').append(body.get(j));
            }
            if (conditions.matcher(statement).matches()) {
                return true;
            }
        }
        return false;
    }

    private static String value(List<String> lines, String option) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.matches(option + "\\s*=.*"))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .reduce((first, last) -> last)
                .orElse("");
    }

    /** The lines of an ACL: up to the next label or section. */
    private static List<String> acl(List<String> lines, String name) {
        List<String> body = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            String text = line.strip();
            if (text.equals(name + ":")) {
                inside = true;
            } else if (inside && (text.startsWith("begin ") || text.matches("[A-Za-z0-9_]+:"))) {
                return body;
            } else if (inside && !text.isEmpty() && !text.startsWith("#")) {
                body.add(text);
            }
        }
        return body;
    }
}
