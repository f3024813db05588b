package org.sekimori.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Policies that say only what a test is about: the thresholds are the shipped ones, without which no shipped rule compiles. */
public final class TestPolicy {

    private static final Pattern THRESHOLDS = Pattern.compile("(?m)^  thresholds:\\n(?:    .*\\n)+");

    private TestPolicy() {}

    /** A text for {@code policy.yml} that begins with {@code defaults:}, with the shipped thresholds put under that. */
    public static String of(String policy) {
        try {
            Matcher shipped = THRESHOLDS.matcher(Files.readString(Path.of("rules", DomainPolicies.FILE)));
            if (!policy.startsWith("defaults:\n") || !shipped.find()) {
                throw new IllegalArgumentException("no place for thresholds, or none shipped");
            }
            return "defaults:\n" + shipped.group() + policy.substring("defaults:\n".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shipped rulebook under such a policy. */
    public static RulebookFiles rulebook(String policy) throws RulebookException {
        return RulebookFiles.read(Path.of("rules")).with(DomainPolicies.FILE, of(policy));
    }
}
