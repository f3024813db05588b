package org.sekimori.rules.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.sekimori.text.EscapedText;
import org.sekimori.text.FileAccessDiagnosis;

/**
 * The text of a whole rulebook, file by file: what is hashed, stored on the log, and compiled.
 *
 * @param files path with forward slashes, relative to the rulebook's folder, to content
 */
public record RulebookFiles(SortedMap<String, String> files) {

    /** Largest rulebook that is accepted, in bytes as it stands in one record of the log, which may have 1,048,576. */
    public static final int MAX_BYTES = 700_000;

    /** Most files. */
    public static final int MOST_FILES = 2_000;

    /** The file in the rulebook's folder with the recorded versions of its rules; it does not belong to the rulebook. */
    public static final String VERSION_LOCK = "versions.lock";

    /** Longest name of a file, with its folders. */
    static final int MOST_NAME = 200;

    /** Ends each name and each content where they are hashed: in none of them, so that no two rulebooks are hashed alike. */
    private static final char END = 0;

    /** No name that begins with a dot is one, so none leads out of the folder; no part of it can be taken in two ways. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*+(/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+");

    static final String TOO_MANY =
            "has more than " + MOST_FILES + " files; name the folder of the rules, and keep other files elsewhere";
    static final String TOO_LARGE = "makes the rulebook too large: at most " + MAX_BYTES
            + " bytes are allowed, names included, and characters that JSON escapes count as they are written there";

    public RulebookFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Reads a folder; hidden files, backup files ({@code ~}) and the list of versions are left out. See {@link BoundedFolderReader} for links
     * and for what is no file.
     *
     * @throws RulebookException with each file that is not right, and the way out
     * @throws UncheckedIOException if the folder itself cannot be read
     */
    public static RulebookFiles read(Path folder) throws RulebookException {
        if (FileAccessDiagnosis.isUnreadable(folder)) {
            throw new RulebookException(folder.toString(), 0, FileAccessDiagnosis.explain(folder));
        }
        if (!Files.isDirectory(folder)) {
            throw new RulebookException(
                    folder.toString(), 0, "is not a folder; name the folder of the rules with --rules DIR");
        }
        RulebookFiles read;
        try {
            read = new RulebookFiles(BoundedFolderReader.read(folder, MOST_FILES, MAX_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        List<RulebookProblem> problems = read.faults();
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        return read;
    }

    /**
     * What is wrong with the files as such, before anybody reads what they say; empty if nothing is. Whoever makes them from
     * something else than a folder hears of it from {@code Rulebook#compile}.
     */
    public List<RulebookProblem> faults() {
        if (files.size() > MOST_FILES) {
            return List.of(new RulebookProblem(".", 0, TOO_MANY));
        }
        List<RulebookProblem> problems = new BoundedProblemList();
        long bytes = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            String name = file.getKey();
            bytes += written(name) + written(file.getValue());
            if (name.length() > MOST_NAME || !NAME.matcher(name).matches()) {
                problems.add(new RulebookProblem(
                        EscapedText.of(name, MOST_NAME),
                        0,
                        "is no name for a file of a rulebook: it has at most " + MOST_NAME
                                + " characters, which are letters and digits of ASCII, '.', '_' and '-', with '/' between "
                                + "folders, and no part of it begins with '.'"));
            }
            if (halfPair(file.getValue())) {
                problems.add(new RulebookProblem(
                        name, 0, "has half of a pair of surrogates, which cannot be written as UTF-8"));
            }
            int end = file.getValue().indexOf(END);
            if (end >= 0) {
                problems.add(RulebookProblem.at(
                        name,
                        file.getValue(),
                        end,
                        "here stands the character U+0000, which no text has; take it out"));
            }
        }
        if (bytes > MAX_BYTES) {
            problems.add(new RulebookProblem(".", 0, TOO_LARGE));
        }
        return problems;
    }

    /** How many bytes a text takes in JSON: UTF-8, with two for what is escaped by a letter and six for other control characters. */
    private static long written(String text) {
        long bytes = 6;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
            } else if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else {
                // Half of a pair is half of four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }

    private static boolean halfPair(String text) {
        return text.codePoints().anyMatch(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c));
    }

    /** The same rulebook with one file replaced or added. */
    public RulebookFiles with(String file, String content) {
        SortedMap<String, String> changed = new TreeMap<>(files);
        changed.put(file, content);
        return new RulebookFiles(changed);
    }

    /** The same rulebook without a file; itself if it has none of this name. */
    public RulebookFiles without(String file) {
        SortedMap<String, String> changed = new TreeMap<>(files);
        changed.remove(file);
        return new RulebookFiles(changed);
    }

    /** The rulebook's version: the first 16 hexadecimal digits of SHA-256 over every name and content. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, String> file : files.entrySet()) {
                digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) END);
                digest.update(file.getValue().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) END);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
