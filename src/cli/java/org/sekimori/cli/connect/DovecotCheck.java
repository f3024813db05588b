package org.sekimori.cli.connect;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether Dovecot reports log-ins by its auth policy, and passes submissions on with the customer's address. */
final class DovecotCheck {

    private static final String KEY =
            "  auth_policy_server_api_header = Authorization: Bearer KEY-WITH-THE-SCOPE-events:write";

    private DovecotCheck() {}

    /**
     * Checks a configuration.
     *
     * @param file {@code dovecot.conf}; null for the default
     */
    static List<CheckResult> run(@Nullable Path file) {
        List<String> command = new ArrayList<>(List.of("doveconf", "-n"));
        if (file != null) {
            command.addAll(List.of("-c", file.toString()));
        }
        return of(ServerProgram.lines(command));
    }

    /** Checks what {@code doveconf -n} prints. */
    static List<CheckResult> of(List<String> lines) {
        Map<String, String> settings = topLevel(lines);
        List<CheckResult> results = new ArrayList<>();
        String url = settings.getOrDefault("auth_policy_server_url", "");
        if (url.isEmpty()) {
            results.add(CheckResult.missing(
                    "log-ins are not reported, because there is no auth policy server",
                    "in dovecot.conf:\n  auth_policy_server_url = http://127.0.0.1:8080/?server=NAME-OF-THIS-SERVER&\n"
                            + KEY + "\n  auth_policy_hash_nonce = any secret text"));
        } else {
            results.add(CheckResult.ok("log-ins are reported to " + withoutUser(url)));
            address(url, settings, results);
            policy(settings, results);
        }
        log(lines, results);
        if (settings.getOrDefault("protocols", "").contains("submission")) {
            submission(settings, results);
        }
        return results;
    }

    /** Dovecot appends {@code command=…} to a URL that ends with {@code &}, and {@code ?command=…} to any other. */
    private static void address(String url, Map<String, String> settings, List<CheckResult> results) {
        if (url.contains("?") && !url.endsWith("&")) {
            results.add(CheckResult.missing(
                    "the address must end with & behind its parameters, because Dovecot appends command=…",
                    "in dovecot.conf:\n  auth_policy_server_url = " + withoutUser(url) + "&"));
        }
        String header = settings.getOrDefault("auth_policy_server_api_header", "");
        if (header.isEmpty() && withoutUser(url).equals(url)) {
            results.add(CheckResult.missing("Sekimori refuses reports without an API key", "in dovecot.conf:\n" + KEY));
        }
    }

    private static void policy(Map<String, String> settings, List<CheckResult> results) {
        if (settings.getOrDefault("auth_policy_hash_nonce", "").isEmpty()) {
            results.add(CheckResult.missing(
                    "Dovecot does not start its auth policy without a nonce",
                    "in dovecot.conf:\n  auth_policy_hash_nonce = any secret text"));
        }
        if (settings.getOrDefault("auth_policy_report_after_auth", "yes").equals("no")) {
            results.add(CheckResult.missing(
                    "failed log-ins are not reported (auth_policy_report_after_auth = no)",
                    "in dovecot.conf:\n  auth_policy_report_after_auth = yes"));
        }
        boolean asks = settings.getOrDefault("auth_policy_check_before_auth", "yes")
                        .equals("yes")
                || settings.getOrDefault("auth_policy_check_after_auth", "yes").equals("yes");
        results.add(
                CheckResult.note(
                        asks
                                ? "log-ins may be refused by Sekimori, as far as it is configured to"
                                : "Sekimori is told of log-ins and cannot refuse them (auth_policy_check_before_auth, …_after_auth)"));
        if (settings.getOrDefault("auth_policy_reject_on_fail", "no").equals("yes")) {
            results.add(CheckResult.warning(
                    "nobody can log in while Sekimori is away (auth_policy_reject_on_fail = yes)",
                    "in dovecot.conf:\n  auth_policy_reject_on_fail = no"));
        }
    }

    /** What the lines of log-ins name, for {@code sekimori.follow}; unless it was changed, it is not among the lines. */
    private static void log(List<String> lines, List<CheckResult> results) {
        String elements = logElements(lines);
        if (elements == null) {
            return;
        }
        String fix =
                "in dovecot.conf, or remove the line, which has them all by default:\n  login_log_format_elements = %s";
        if (!elements.contains("user=<%") || !elements.contains("rip=%")) {
            results.add(CheckResult.missing(
                    "a follower of Dovecot's log cannot read its log-ins without user and address (login_log_format_elements)",
                    fix.formatted(elements + " user=<%u> rip=%r session=<%{session}>")));
        } else if (!elements.contains("session=<%{session}>")) {
            results.add(CheckResult.warning(
                    "a follower of Dovecot's log tells connections of one address apart by their users only, because"
                            + " log-ins are logged without session=<%{session}> (login_log_format_elements)",
                    fix.formatted(elements + " session=<%{session}>")));
        }
    }

    /** The elements, in one line, or as the list that 2.4 prints; null if they are those that ship. */
    private static @Nullable String logElements(List<String> lines) {
        String name = "login_log_format_elements";
        StringBuilder list = new StringBuilder();
        boolean within = false;
        for (String line : lines) {
            String text = line.strip();
            if (within && text.equals("}")) {
                return list.toString().strip();
            } else if (within) {
                list.append(text.replaceFirst(" = yes$", "")).append(' ');
            } else if (text.startsWith(name + " =")) {
                return text.substring(name.length() + 2).strip();
            }
            within |= text.equals(name + " {");
        }
        return null;
    }

    private static void submission(Map<String, String> settings, List<CheckResult> results) {
        if (settings.getOrDefault("submission_relay_trusted", "no").equals("yes")) {
            results.add(CheckResult.ok("submissions are relayed with the customer's name and address (XCLIENT)"));
        } else {
            results.add(CheckResult.missing(
                    "submissions are relayed without the customer's address, so all come from one place",
                    "in dovecot.conf:\n  submission_relay_trusted = yes\nin Postfix's main.cf:\n"
                            + "  smtpd_authorized_xclient_hosts = 127.0.0.1"));
        }
    }

    /** Settings outside of blocks. */
    private static Map<String, String> topLevel(List<String> lines) {
        Map<String, String> settings = new HashMap<>();
        int depth = 0;
        for (String line : lines) {
            String text = line.strip();
            if (text.startsWith("#")) {
                continue;
            }
            int equals = text.indexOf('=');
            if (depth == 0 && equals > 0 && !text.endsWith("{")) {
                settings.put(
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
            }
            depth += text.endsWith("{") ? 1 : text.equals("}") ? -1 : 0;
        }
        return settings;
    }

    /** An address may hold a password. */
    private static String withoutUser(String url) {
        try {
            URI address = URI.create(url);
            return address.getUserInfo() == null ? url : url.replace(address.getRawUserInfo() + "@", "");
        } catch (IllegalArgumentException e) {
            return "an address that cannot be read: it must be a URL";
        }
    }
}
