package org.sekimori.rules;

/**
 * Something wrong in a rulebook.
 *
 * @param file path inside the rulebook's folder
 * @param line line counted from 1, 0 if the problem belongs to the file as a whole
 * @param message what is wrong and what would be right
 */
public record Problem(String file, int line, String message) {
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
    }
}
