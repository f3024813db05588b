package org.sekimori.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.BoundedFolderReader;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RuleTriggers;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.source.YamlMap;

/**
 * Records which version of each rule had which content: {@code versions.lock} in the rulebook's folder. A decision names the
 * version of its rule, so two different rules must not share one.
 *
 * <p>The content is {@code rule.drl} and the deciding keys of {@code rule.yml}: {@code severity}, {@code freezes}, {@code text},
 * {@code answer} and {@code triggers}. Rewording a title, a description or false positives does not change a rule, nor does moving it from shadow
 * to enforced. Rule tests and texts are not part of it. The file lies beside the rulebook but is not part of it: it is neither
 * hashed nor put on the log. A service checks the lock in its own folder, and none for a rulebook received over HTTP. {@code rules new}
 * records a rule without its content, as a draft: it may change until it is recorded.
 *
 * @param byRule the recorded versions, by the rule's id
 */
public record VersionLock(SortedMap<String, LockedVersion> byRule) {

    /** Longest file, in bytes: more than all rules that a rulebook may have. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9-]{2,59}) ([1-9]\\d{0,6}) ([0-9a-f]{16})");
    private static final String HEAD =
            "# Version and content of each rule, written by ./sekimori rules check --lock. Do not edit.\n";
    private static final String RECORD = "run ./sekimori rules check --lock to record it";

    public VersionLock {
        byRule = Collections.unmodifiableSortedMap(new TreeMap<>(byRule));
    }

    /**
     * A recorded rule.
     *
     * @param version as in {@code rule.yml}
     * @param content the first 16 hexadecimal digits of the content's SHA-256; zeros while the rule is being written
     */
    public record LockedVersion(int version, String content) {

        private static final String UNWRITTEN = "0".repeat(16);

        /** A rule that is being written: it may change without a new version until it is recorded, and is not published before. */
        public static LockedVersion draft(int version) {
            return new LockedVersion(version, UNWRITTEN);
        }

        boolean isDraft() {
            return content.equals(UNWRITTEN);
        }
    }

    /**
     * The lock of a rulebook.
     *
     * @param specs the rules of the rulebook, disabled ones included
     */
    public static VersionLock of(RulebookFiles files, Collection<RuleMetadata> specs) {
        SortedMap<String, LockedVersion> byRule = new TreeMap<>();
        for (RuleMetadata spec : specs) {
            byRule.put(spec.id(), new LockedVersion(spec.version(), content(files, spec)));
        }
        return new VersionLock(byRule);
    }

    /**
     * Reads the lock of a folder.
     *
     * @return without rules if there is no file
     * @throws RulebookException for a line that {@link #text} does not write
     */
    public static VersionLock read(Path folder) throws RulebookException, IOException {
        String text = readText(folder);
        return text == null ? new VersionLock(new TreeMap<>()) : parse(text);
    }

    /** The text of a folder's lock; null without one. */
    public static @Nullable String readText(Path folder) throws RulebookException, IOException {
        return BoundedFolderReader.readOne(folder, RulebookFiles.VERSION_LOCK, MOST_BYTES);
    }

    /**
     * Writes the lock of a folder.
     *
     * @throws RulebookException if a link or something else than a file is in its place
     */
    public void write(Path folder) throws RulebookException, IOException {
        Path file = folder.resolve(RulebookFiles.VERSION_LOCK);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RulebookException(
                    RulebookFiles.VERSION_LOCK, 0, "is no file, so it is not written; take it away");
        }
        Files.writeString(
                file,
                text(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** Parses {@link #text}'s output. */
    public static VersionLock parse(String text) throws RulebookException {
        SortedMap<String, LockedVersion> byRule = new TreeMap<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new RulebookException(
                        RulebookFiles.VERSION_LOCK,
                        number,
                        1,
                        "is not 'rule version content'; delete the file and write it with --lock");
            }
            byRule.put(matcher.group(1), new LockedVersion(Integer.parseInt(matcher.group(2)), matcher.group(3)));
        }
        return new VersionLock(byRule);
    }

    /** The file's text, a line for each rule. */
    public String text() {
        StringBuilder text = new StringBuilder(HEAD);
        byRule.forEach((rule, recorded) -> text.append(rule)
                .append(' ')
                .append(recorded.version())
                .append(' ')
                .append(recorded.content())
                .append('\n'));
        return text.toString();
    }

    /** Rules that changed without a new version, or whose version decreased: {@code --lock} must not record them. */
    public List<RulebookProblem> unraised(RulebookFiles files, Collection<RuleMetadata> specs) {
        List<RulebookProblem> problems = new ArrayList<>();
        of(files, specs).byRule().forEach((rule, now) -> {
            LockedVersion before = byRule.get(rule);
            RuleMetadata spec =
                    specs.stream().filter(s -> s.id().equals(rule)).findFirst().orElseThrow();
            if (before == null
                    || before.isDraft() && now.version() >= before.version()
                    || before.equals(now)
                    || before.equals(new LockedVersion(now.version(), contentBefore(files, spec)))) {
                return;
            }
            if (now.version() < before.version()) {
                problems.add(at(
                        files,
                        spec,
                        "went down from " + before.version() + " to " + now.version() + "; raise it to "
                                + (before.version() + 1)));
            } else if (now.version() == before.version()) {
                problems.add(at(
                        files,
                        spec,
                        "is still " + now.version() + ", and the rule has changed since; raise it to "
                                + (now.version() + 1)));
            }
        });
        return problems;
    }

    /** The same without compiling them; nothing if a {@code rule.yml} cannot be read. */
    public List<RulebookProblem> unraised(RulebookFiles files) {
        return unraised(files, specs(files));
    }

    /**
     * Everything in which files and the lock differ, without compiling them; nothing if a {@code rule.yml} cannot be read, since then
     * they are refused anyhow.
     */
    public List<RulebookProblem> check(RulebookFiles files) {
        List<RuleMetadata> specs = specs(files);
        return specs.isEmpty() ? List.of() : check(files, specs);
    }

    private static List<RuleMetadata> specs(RulebookFiles files) {
        List<RuleMetadata> specs = new ArrayList<>();
        for (String file : files.files().keySet()) {
            if (file.endsWith("/" + RuleMetadata.FILE)) {
                try {
                    String folder = file.substring(0, file.length() - RuleMetadata.FILE.length() - 1);
                    specs.add(RuleMetadata.parse(folder, files.files().getOrDefault(file, "")));
                } catch (RulebookException e) {
                    return List.of();
                }
            }
        }
        return specs;
    }

    /** Everything in which a rulebook and the lock differ. */
    public List<RulebookProblem> check(RulebookFiles files, Collection<RuleMetadata> specs) {
        List<RulebookProblem> problems = new ArrayList<>(differences(files, specs));
        problems.addAll(drafts(specs));
        return problems;
    }

    /** Rules that are still being written: their tests run, and only publishing them is refused. */
    List<RulebookProblem> drafts(Collection<RuleMetadata> specs) {
        List<RulebookProblem> problems = new ArrayList<>();
        for (RuleMetadata spec : specs) {
            LockedVersion before = byRule.get(spec.id());
            if (before != null && before.isDraft()) {
                problems.add(new RulebookProblem(
                        RulebookFiles.VERSION_LOCK,
                        0,
                        "has " + spec.id() + " as a rule that is being written, which is not published; " + RECORD));
            }
        }
        return problems;
    }

    /** The same without rules that are being written. */
    List<RulebookProblem> differences(RulebookFiles files, Collection<RuleMetadata> specs) {
        List<RulebookProblem> problems = new ArrayList<>(unraised(files, specs));
        SortedMap<String, LockedVersion> now = of(files, specs).byRule();
        for (RuleMetadata spec : specs) {
            LockedVersion before = byRule.get(spec.id());
            LockedVersion is = now.get(spec.id());
            if (before == null) {
                problems.add(
                        new RulebookProblem(RulebookFiles.VERSION_LOCK, 0, "has no rule " + spec.id() + "; " + RECORD));
            } else if (!before.isDraft() && is != null && is.version() > before.version()) {
                problems.add(at(
                        files,
                        spec,
                        "is " + is.version() + ", and " + RulebookFiles.VERSION_LOCK + " knows " + before.version()
                                + "; " + RECORD));
            }
        }
        for (String rule : byRule.keySet()) {
            if (!now.containsKey(rule)) {
                problems.add(new RulebookProblem(
                        RulebookFiles.VERSION_LOCK, 0, "names " + rule + ", which is no rule any more; " + RECORD));
            }
        }
        return problems;
    }

    private static RulebookProblem at(RulebookFiles files, RuleMetadata spec, String message) {
        String file = spec.folder() + "/" + RuleMetadata.FILE;
        try {
            YamlMap map = YamlMap.parse(file, files.files().getOrDefault(file, ""));
            return map.wrong("version", message).problems().get(0);
        } catch (RulebookException e) {
            return new RulebookProblem(file, 0, "'version' " + message);
        }
    }

    private static String content(RulebookFiles files, RuleMetadata spec) {
        return hash(
                files,
                spec,
                String.join(
                        "\n",
                        spec.severity().word(),
                        Boolean.toString(spec.freezes()),
                        spec.text(),
                        spec.reject().code() + " " + spec.reject().enhancedCode(),
                        spec.defer().code() + " " + spec.defer().enhancedCode() + triggers(spec)));
    }

    /** Nothing for a rule on submissions, whose content is as before there were others. */
    private static String triggers(RuleMetadata spec) {
        return spec.answers()
                ? ""
                : spec.triggers().stream().map(RuleTriggers::word).collect(Collectors.joining(" ", "\n", ""));
    }

    /** The content hash of earlier versions: all of {@code rule.yml} without two lines. Such records stay valid. */
    private static String contentBefore(RulebookFiles files, RuleMetadata spec) {
        return hash(
                files,
                spec,
                files.files()
                        .getOrDefault(spec.folder() + "/" + RuleMetadata.FILE, "")
                        .replaceAll("(?m)^(version|mode):.*\\R?", ""));
    }

    private static String hash(RulebookFiles files, RuleMetadata spec, String metadata) {
        String drl = files.files().getOrDefault(spec.folder() + "/" + DrlFile.NAME, "");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(drl.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(metadata.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
