package org.sekimori.lab.fit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sekimori.lab.world.ContentId;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.source.RulebookException;

/** Weights that a fit is drawn towards: where the traffic of a fit is silent, they stay. */
public final class EvidencePrior {

    private static final String FILE = "prior.yml";

    private EvidencePrior() {}

    /** Those that ship, by the study that {@code docs/detection.md} names. */
    public static EvidenceWeights shipped() {
        try {
            return EvidenceWeights.parse(text());
        } catch (RulebookException e) {
            throw new IllegalStateException(FILE + " of the program cannot be used: " + e.getMessage(), e);
        }
    }

    /** Names the text of {@link #shipped}. */
    public static String shippedId() {
        return ContentId.of(text());
    }

    private static String text() {
        try (InputStream content = EvidencePrior.class.getResourceAsStream(FILE)) {
            if (content == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Those of a file in the form of {@code weights.yml}.
     *
     * @throws IllegalArgumentException if it cannot be used
     */
    public static EvidenceWeights read(Path file) {
        try {
            return EvidenceWeights.parse(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (RulebookException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
