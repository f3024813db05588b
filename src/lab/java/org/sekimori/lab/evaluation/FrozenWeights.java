package org.sekimori.lab.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.source.KnownFalsePositives;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.testing.RuleTest;

/**
 * The commit that froze the rules' weights, and the judge's seeds that follow from it.
 *
 * @param commit its hash, 40 hexadecimal digits
 * @param rulebook id of the rulebook of that commit, without what holds no weights, see {@link #id}
 */
record FrozenWeights(String commit, String rulebook) {

    private static final String FILE = "frozen.properties";

    /** Folders of texts. */
    private static final List<String> TEXTS = List.of("notices/", "messages/");

    FrozenWeights {
        if (!commit.matches("[0-9a-f]{40}")) {
            throw new IllegalArgumentException(FILE + ": commit must have 40 hexadecimal digits, not '" + commit + "'");
        }
    }

    static FrozenWeights shipped() {
        Properties properties = new Properties();
        try (InputStream content = FrozenWeights.class.getResourceAsStream(FILE)) {
            if (content == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            properties.load(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FrozenWeights(properties.getProperty("commit", ""), properties.getProperty("rulebook", ""));
    }

    /** Whether a rulebook has the weights of the commit. */
    boolean matches(RulebookFiles files) {
        return id(files).equals(rulebook);
    }

    /**
     * The id of a rulebook without the files that hold no weights: accepted false positives, follow-up, texts of notices and messages, and rule tests. None of
     * them changes what is flagged or refused in the worlds.
     */
    static String id(RulebookFiles files) {
        RulebookFiles weights = files.without(KnownFalsePositives.FILE).without(FollowUpPolicy.FILE);
        for (String file : files.files().keySet()) {
            weights =
                    TEXTS.stream().anyMatch(file::startsWith) || RuleTest.isIn(file) ? weights.without(file) : weights;
        }
        return weights.id();
    }

    /** The first seeds: the first 63 bits of SHA-256 over the commit, a colon and the number from 1. */
    List<Long> seeds(int count) {
        List<Long> seeds = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256")
                        .digest((commit + ":" + i).getBytes(StandardCharsets.US_ASCII));
                seeds.add(ByteBuffer.wrap(hash).getLong() >>> 1);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
        return seeds;
    }
}
