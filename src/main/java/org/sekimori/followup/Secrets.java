package org.sekimori.followup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Secrets in files of their own, read whenever they are needed, so that they can be changed. None is in a message or a log. */
final class Secrets {

    private Secrets() {}

    /**
     * The text of a file without the space around it.
     *
     * @throws IOException if it cannot be read, is empty or has more than one line
     */
    static String text(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("the file " + file + " must hold one line");
        }
        return text;
    }
}
