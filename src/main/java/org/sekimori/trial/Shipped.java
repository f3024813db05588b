package org.sekimori.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.sekimori.rules.RulebookFiles;

/**
 * The rulebook that comes with this very build: its cases are run whenever the program is built, so it need not be tried again. A copy
 * whose policy names home countries in the place that is left for them counts as the same.
 */
final class Shipped {

    private static final String POLICY = "policy.yml";
    private static final Pattern HOME = Pattern.compile("(?m)^([ \\t]++home:)[ \\t]*+\\[[A-Z, ]{0,400}+]");

    private Shipped() {}

    private static final class Known {
        private static final List<String> HASHES = hashes();
    }

    static boolean is(RulebookFiles files) {
        String policy = files.files().get(POLICY);
        return policy != null
                && Known.HASHES.contains(
                        files.with(POLICY, HOME.matcher(policy).replaceFirst("$1 []")).id());
    }

    private static List<String> hashes() {
        try (InputStream list = Shipped.class.getResourceAsStream("shipped.txt")) {
            return list == null
                    ? List.of()
                    : new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
