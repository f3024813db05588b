package org.sekimori.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.connect.RestrictionList.PolicyCheck;

/** Whether Postfix asks Sekimori about submissions, and what it does while Sekimori is away. */
final class PostfixCheck {

    /** Where Postfix may ask about recipients; the others only with delayed rejects, which evaluate them at RCPT. */
    private static final List<String> AT_RCPT = List.of("smtpd_recipient_restrictions", "smtpd_relay_restrictions");

    private static final List<String> DELAYED =
            List.of("smtpd_sender_restrictions", "smtpd_client_restrictions", "smtpd_helo_restrictions");

    private static final String END = "smtpd_end_of_data_restrictions";
    private static final String AT_DATA = "smtpd_data_restrictions";

    /** Postfix's own default, far too long for a client that waits. */
    private static final int LONG_SECONDS = 10;

    private final PostfixConfiguration postfix;
    private final String policy;
    private final String milter;
    private final List<CheckResult> results = new ArrayList<>();

    private PostfixCheck(PostfixConfiguration postfix, String policy, String milter) {
        this.postfix = postfix;
        this.policy = policy;
        this.milter = milter;
    }

    /**
     * Checks a configuration.
     *
     * @param policy {@code host:port} of the policy server
     * @param milter {@code host:port} of the milter
     */
    static List<CheckResult> of(PostfixConfiguration postfix, String policy, String milter) {
        PostfixCheck check = new PostfixCheck(postfix, policy, milter);
        check.all();
        return check.results;
    }

    private void all() {
        List<String> services = postfix.submissionServices();
        if (services.isEmpty()) {
            results.add(CheckResult.missing(
                    "no service of master.cf lets customers log in",
                    "in master.cf, under 'submission inet … smtpd':\n  -o smtpd_sasl_auth_enable=yes"));
        }
        services.forEach(this::service);
        if (postfix.main().getOrDefault("enable_long_queue_ids", "no").equals("yes")) {
            results.add(CheckResult.ok("queue ids are never used again (enable_long_queue_ids)"));
        } else {
            results.add(CheckResult.warning(
                    "queue ids are used again after a while, so an outcome may meet another message",
                    "in main.cf:\n  enable_long_queue_ids = yes"));
        }
        String file = postfix.main().getOrDefault("maillog_file", "");
        results.add(CheckResult.note(
                file.isEmpty()
                        ? "the log goes to syslog; follow the file or the journal where it ends up"
                        : "the log is " + file + ": ./sekimori follow postfix " + file));
    }

    private void service(String service) {
        PolicyCheck asked = milter(service);
        if (asked != null) {
            results.add(CheckResult.ok(service + ": the milter at " + milter + " decides"));
            milterFailure(service, asked);
        }
        PolicyCheck end = postfix.restrictions(service, END).of(policy);
        String before = postfix.restrictions(service, END).endsBefore(policy);
        if (end == null && asked != null) {
            return;
        }
        if (end == null) {
            results.add(CheckResult.missing(
                    service + ": nothing is decided, because Postfix " + insteadOfAsking(service),
                    remedy(service, END, "$sekimori")));
        } else if (before != null) {
            results.add(CheckResult.missing(
                    service + ": " + before + " in " + END + " comes before the question",
                    remedy(service, END, "$sekimori")));
        } else {
            results.add(CheckResult.ok(service + ": messages are decided at their end (" + END + ")"));
            failure(service, end);
        }
        recipients(service);
        if (end != null && asked != null) {
            results.add(CheckResult.warning(
                    service + ": both the policy server and the milter are asked about each message",
                    "keep one of them: the milter knows headers, and its reply has no prefix"));
        }
    }

    private String insteadOfAsking(String service) {
        if (postfix.restrictions(service, AT_DATA).of(policy) != null) {
            return "asks at DATA (" + AT_DATA + "), before there is a message";
        }
        String others = postfix.restrictions(service, END).policyChecks().stream()
                .map(PolicyCheck::endpoint)
                .filter(endpoint -> !endpoint.isEmpty())
                .collect(Collectors.joining(", "));
        return others.isEmpty()
                ? "does not ask at the end of a message"
                : "asks " + others + " at the end of a message, and not inet:" + policy
                        + "; if that is Sekimori, name it with --policy";
    }

    /** Whether a service shows its mail to the milter. */
    static boolean asksMilter(PostfixConfiguration postfix, String milter) {
        PostfixCheck check = new PostfixCheck(postfix, "", milter);
        return postfix.submissionServices().stream().anyMatch(service -> check.milter(service) != null);
    }

    private @Nullable PolicyCheck milter(String service) {
        return RestrictionList.split(postfix.get(service, "smtpd_milters")).stream()
                .map(RestrictionList::check)
                .filter(one -> one.asks(milter))
                .findFirst()
                .orElse(null);
    }

    /** A milter's own default_action (Postfix 3.0) goes before that of all milters. */
    private void milterFailure(String service, PolicyCheck asked) {
        String own = asked.settings().get("default_action");
        String away = own != null ? own : postfix.get(service, "milter_default_action");
        results.add(CheckResult.note(service + ": while Sekimori is away, "
                + (away.equals("accept") ? "mail passes" : "mail waits or is refused")
                + (own != null ? " (default_action = " : " (milter_default_action = ") + away + ")"));
    }

    private void recipients(String service) {
        List<String> lists = new ArrayList<>(AT_RCPT);
        if (postfix.get(service, "smtpd_delay_reject").equals("yes")) {
            lists.addAll(DELAYED);
        }
        @Nullable String ended = null;
        for (String list : lists) {
            RestrictionList restrictions = postfix.restrictions(service, list);
            if (restrictions.of(policy) == null) {
                continue;
            }
            ended = restrictions.endsBefore(policy);
            if (ended == null) {
                results.add(CheckResult.ok(service + ": recipients are named at RCPT (" + list + ")"));
                return;
            }
        }
        results.add(CheckResult.missing(
                ended == null
                        ? service + ": recipients are not named, because Postfix does not ask at RCPT"
                        : service + ": recipients are not named, because " + ended + " comes before the question",
                remedy(service, AT_RCPT.get(0), "$sekimori, permit_sasl_authenticated, reject")));
    }

    private void failure(String service, PolicyCheck check) {
        String action = check.settings()
                .getOrDefault("default_action", postfix.get(service, "smtpd_policy_service_default_action"));
        results.add(CheckResult.note(service + ": while Sekimori is away, "
                + (action.toUpperCase(Locale.ROOT).startsWith("DUNNO")
                        ? "mail passes"
                        : "mail gets '" + action + "'")));
        String timeout = check.settings().getOrDefault("timeout", postfix.get(service, "smtpd_policy_service_timeout"));
        tooShort(service, timeout);
        if (seconds(timeout) > LONG_SECONDS) {
            results.add(CheckResult.warning(
                    service + ": clients wait " + timeout + " if no answer comes",
                    "in main.cf, with the braces around the whole setting:\n  sekimori = check_policy_service { inet:"
                            + policy + ", timeout=2s, try_limit=1, { default_action = DUNNO } }"));
        }
    }

    /** Too short: Sekimori itself answers within a second, by its fallback if need be. */
    private void tooShort(String service, String timeout) {
        if (seconds(timeout) == 1) {
            results.add(CheckResult.warning(
                    service + ": Postfix hangs up after " + timeout + ", when Sekimori may still answer",
                    "set timeout=2s, above sekimori.postfix.deadline (1s by default)"));
        }
    }

    /** Seconds of a time as postconf(5) writes it; 0 if it cannot be read. */
    static long seconds(String time) {
        String text = time.strip();
        if (!text.matches("[0-9]{1,9}[smhdw]?")) {
            return 0;
        }
        char unit = text.charAt(text.length() - 1);
        long number = Long.parseLong(text.replaceAll("[smhdw]", ""));
        return switch (unit) {
            case 'm' -> number * 60;
            case 'h' -> number * 3600;
            case 'd' -> number * 86_400;
            case 'w' -> number * 604_800;
            default -> number;
        };
    }

    private String remedy(String service, String parameter, String value) {
        String define = "in main.cf:\n  sekimori = check_policy_service { inet:" + policy
                + ", timeout=2s, try_limit=1, { default_action = DUNNO } }\n";
        boolean own = postfix.services().getOrDefault(service, Map.of()).containsKey(parameter);
        return define
                + (own
                        ? "in master.cf, under '" + service + " inet … smtpd':\n  -o " + parameter + "="
                                + value.replace(", ", ",")
                        : "  " + parameter + " = " + value);
    }
}
