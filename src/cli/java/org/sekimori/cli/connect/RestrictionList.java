package org.sekimori.cli.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of smtpd restrictions, such as {@code check_policy_service { inet:127.0.0.1:10031, timeout=2s }, permit_sasl_authenticated}, in
 * the form that postconf(5) describes: words divided by commas or white space, braces around a word with settings of its own.
 *
 * @param words in order
 */
record RestrictionList(List<String> words) {

    /** What ends the list for customers, whatever follows. */
    private static final Set<String> ENDS = Set.of(
            "permit_sasl_authenticated", "permit_mynetworks", "permit_tls_clientcerts", "permit", "reject", "defer");

    private static final String POLICY = "check_policy_service";

    /** Restriction classes may name each other. */
    private static final int MOST_WORDS = 10_000;

    /**
     * A question to a policy server.
     *
     * @param endpoint such as {@code inet:127.0.0.1:10031}
     * @param settings those of the braces, such as {@code timeout}
     */
    record PolicyCheck(String endpoint, Map<String, String> settings) {

        /** Whether it asks at a host and port. */
        boolean asks(String hostAndPort) {
            String host = hostAndPort.substring(0, hostAndPort.lastIndexOf(':'));
            String port = hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1);
            String asked = endpoint.startsWith("inet:") ? endpoint.substring("inet:".length()) : "";
            int colon = asked.lastIndexOf(':');
            String askedHost =
                    colon < 0 ? "localhost" : asked.substring(0, colon).replaceAll("[\\[\\]]", "");
            return asked.substring(colon + 1).equals(port) && sameHost(host, askedHost);
        }

        private static boolean sameHost(String one, String other) {
            return one.equals(other) || isLoopback(one) && isLoopback(other) || one.equals("0.0.0.0");
        }

        private static boolean isLoopback(String host) {
            return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        }
    }

    /**
     * Parses a value.
     *
     * @param classes values of the restriction classes, by name
     */
    static RestrictionList parse(String value, Map<String, String> classes) {
        List<String> words = new ArrayList<>();
        expand(value, classes, words, 0);
        return new RestrictionList(List.copyOf(words));
    }

    private static void expand(String value, Map<String, String> classes, List<String> words, int depth) {
        for (String word : split(value)) {
            String own = depth < 16 ? classes.get(word) : null;
            if (own != null && words.size() < MOST_WORDS) {
                expand(own, classes, words, depth + 1);
            } else {
                words.add(word);
            }
        }
    }

    /** Words at the top level; those in braces keep their inside without the braces. */
    static List<String> split(String value) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int depth = 0;
        for (char c : value.toCharArray()) {
            boolean gap = depth == 0 && (Character.isWhitespace(c) || c == ',');
            if (c == '}') {
                depth = Math.max(0, depth - 1);
            }
            if (!gap && !(c == '{' && depth == 0) && !(c == '}' && depth == 0)) {
                word.append(c);
            }
            if (c == '{') {
                depth++;
            }
            if ((gap || c == '}' && depth == 0) && !word.toString().isBlank()) {
                words.add(word.toString().strip());
                word.setLength(0);
            }
        }
        if (!word.toString().isBlank()) {
            words.add(word.toString().strip());
        }
        return words;
    }

    /** The policy checks in order. */
    List<PolicyCheck> policyChecks() {
        List<PolicyCheck> checks = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(POLICY)) {
                checks.add(check(words.get(i + 1)));
            }
        }
        return checks;
    }

    /** An endpoint with its settings, as a policy check or a milter has it: {@code inet:127.0.0.1:10031, timeout=2s}. */
    static PolicyCheck check(String text) {
        List<String> parts = split(text);
        if (parts.isEmpty()) {
            return new PolicyCheck("", Map.of());
        }
        Map<String, String> settings = new HashMap<>();
        // Settings may have spaces around the equals sign, outside of braces too.
        String rest = String.join(" ", parts.subList(1, parts.size()));
        for (String setting : rest.split(" (?=[a-z_]+ *=)")) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                settings.put(
                        setting.substring(0, equals).strip(),
                        setting.substring(equals + 1).strip());
            }
        }
        return new PolicyCheck(parts.get(0), settings);
    }

    /** The word that ends the list for customers before our check; null if none does. */
    @Nullable
    String endsBefore(String hostAndPort) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(POLICY)
                    && i + 1 < words.size()
                    && check(words.get(i + 1)).asks(hostAndPort)) {
                return null;
            }
            if (ENDS.contains(word)) {
                return word;
            }
        }
        return null;
    }

    /** Our check; null without one. */
    @Nullable
    PolicyCheck of(String hostAndPort) {
        return policyChecks().stream()
                .filter(check -> check.asks(hostAndPort))
                .findFirst()
                .orElse(null);
    }
}
