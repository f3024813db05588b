package org.sekimori.followup.channels;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sekimori.text.FileAccessDiagnosis;

/** Reads secrets from files at each use, so that they can be changed. Messages and logs never contain them. */
public final class SecretReader {

    private SecretReader() {}

    /** The file of a secret is unusable; the message names it and the reason, without its content. */
    public static final class UnusableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableException(Path file, String why) {
            super("the file " + file + " " + why);
        }
    }

    /**
     * The text of a file without the space around it.
     *
     * @throws UnusableException if it cannot be read, is empty or has more than one line
     */
    public static String text(Path file) throws UnusableException {
        if (FileAccessDiagnosis.isUnreadable(file)) {
            throw new UnusableException(file, FileAccessDiagnosis.explain(file));
        }
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
                throw new UnusableException(file, "must hold one line");
            }
            return text;
        } catch (UnusableException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new UnusableException(file, "is not there");
        } catch (CharacterCodingException e) {
            throw new UnusableException(file, "is not UTF-8 text");
        } catch (IOException e) {
            throw new UnusableException(file, "cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
