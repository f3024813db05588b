package org.sekimori.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RuleMetadataLint;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/**
 * The check of {@code rules check}: errors that a rulebook is refused for, further requirements on its authors (numbers in the
 * policy, full metadata, raised versions), and warnings of probable mistakes. An active rulebook need not meet the further
 * requirements, so that later ones do not invalidate it.
 */
public final class RulebookCheck {

    private static final Comparator<RulebookProblem> BY_PLACE = Comparator.comparing(BoundedProblemList::isRest)
            .thenComparing(RulebookProblem::file)
            .thenComparing(RulebookProblem::line)
            .thenComparing(RulebookProblem::column);

    private RulebookCheck() {}

    /**
     * The result.
     *
     * @param rulebook the rulebook's id; empty if the folder cannot be read
     * @param rules number of rules, disabled ones included; 0 if it does not compile
     * @param cases number of rule tests; 0 if it does not compile
     * @param errors by place
     * @param warnings by place
     * @param files the files read; null if that failed
     * @param lock new content of {@link RulebookFiles#VERSION_LOCK}; empty: unchanged
     */
    public record CheckReport(
            String rulebook,
            int rules,
            int cases,
            List<RulebookProblem> errors,
            List<RulebookProblem> warnings,
            @Nullable RulebookFiles files,
            String lock) {

        public CheckReport {
            errors = shown(errors);
            warnings = shown(warnings);
        }

        /** The same with further warnings. */
        public CheckReport with(List<RulebookProblem> further) {
            List<RulebookProblem> all = new ArrayList<>(warnings);
            all.addAll(further);
            return new CheckReport(rulebook, rules, cases, errors, all, files, lock);
        }

        private static List<RulebookProblem> shown(List<RulebookProblem> problems) {
            return BoundedProblemList.of(
                    problems.stream().distinct().sorted(BY_PLACE).toList());
        }

        private static CheckReport refused(RulebookException e, @Nullable RulebookFiles files) {
            return new CheckReport(files == null ? "" : files.id(), 0, 0, e.problems(), List.of(), files, "");
        }
    }

    /** Compiles and checks the files of a folder and its {@link RulebookFiles#VERSION_LOCK}. */
    public interface Check {
        /**
         * As {@link RulebookCheck#check(RulebookFiles, String, boolean)}.
         *
         * @throws RulebookException if it cannot be checked at all
         */
        CheckReport check(RulebookFiles files, @Nullable String lock, boolean record) throws RulebookException;
    }

    /**
     * Checks a folder in this process.
     *
     * @param record whether to write {@link RulebookFiles#VERSION_LOCK} if nothing is wrong that this would hide
     * @throws IOException if that file cannot be read or written
     */
    public static CheckReport check(Path folder, boolean record) throws IOException {
        return check(folder, record, RulebookCheck::check);
    }

    /**
     * Checks a folder.
     *
     * @param record whether to write {@link RulebookFiles#VERSION_LOCK} if nothing is wrong that this would hide
     * @param how where the files are compiled
     * @throws IOException if that file cannot be read or written
     */
    public static CheckReport check(Path folder, boolean record, Check how) throws IOException {
        @Nullable RulebookFiles files = null;
        try {
            files = RulebookFiles.read(folder);
            CheckReport report = how.check(files, VersionLock.readText(folder), record);
            if (record && !report.lock().isEmpty()) {
                VersionLock.parse(report.lock()).write(folder);
            }
            return report;
        } catch (RulebookException e) {
            return CheckReport.refused(e, files);
        }
    }

    /**
     * Checks files.
     *
     * @param lock content of {@link RulebookFiles#VERSION_LOCK}; null without one
     * @param record whether to compute {@link CheckReport#lock}, unless an error forbids it
     */
    public static CheckReport check(RulebookFiles files, @Nullable String lock, boolean record) {
        try (Rulebook rulebook = Rulebook.compile(files)) {
            List<RulebookProblem> errors = new ArrayList<>(agreements(files, rulebook));
            List<RulebookProblem> warnings = new ArrayList<>(new RulebookLint(files, rulebook).warnings());
            String written = lock(lock, record, files, rulebook, errors, warnings);
            return new CheckReport(
                    rulebook.id(),
                    rulebook.specs().size(),
                    rulebook.ruleTests().size(),
                    errors,
                    warnings,
                    files,
                    written);
        } catch (RulebookException e) {
            return CheckReport.refused(e, files);
        }
    }

    /**
     * Further requirements on a rulebook that compiles: numbers in the policy, full metadata, and correct rules even where
     * disabled. To be checked before publishing, together with {@link VersionLock#check}.
     */
    public static List<RulebookProblem> agreements(RulebookFiles files, Rulebook rulebook) {
        List<RulebookProblem> problems = new BoundedProblemList();
        for (RuleMetadata spec : rulebook.specs().values()) {
            RuleMetadataLint.check(files, spec, problems);
            String path = spec.folder() + "/" + DrlFile.NAME;
            DrlFile file = new DrlFile(spec, path, files.files().getOrDefault(path, ""));
            if (!spec.active()) {
                problems.addAll(file.check(SubmissionVocabulary.of(
                        rulebook.policies(),
                        rulebook.weights(),
                        rulebook.specs().keySet())));
                problems.addAll(TriggerCheck.effects(file));
            }
            problems.addAll(file.numbers());
        }
        return problems;
    }

    /**
     * Warnings of rules that ask for lists on which nothing is. Lists are no part of a rulebook, so the check itself knows none.
     *
     * @param lists names of all lists of the service that the rulebook is meant for
     */
    public static List<RulebookProblem> unknownLists(RulebookFiles files, Set<String> lists) {
        try {
            return RulebookLint.unknownLists(files, lists);
        } catch (RulebookException e) {
            // The check reports what cannot be read.
            return List.of();
        }
    }

    /** The new content of the lock; empty if unchanged. */
    private static String lock(
            @Nullable String text,
            boolean record,
            RulebookFiles files,
            Rulebook rulebook,
            List<RulebookProblem> errors,
            List<RulebookProblem> warnings)
            throws RulebookException {
        VersionLock lock = VersionLock.parse(text == null ? "" : text);
        List<RulebookProblem> unraised = lock.unraised(files, rulebook.specs().values());
        if (record && errors.isEmpty() && unraised.isEmpty()) {
            return VersionLock.of(files, rulebook.specs().values()).text();
        } else if (record) {
            errors.addAll(unraised);
        } else if (text == null) {
            warnings.add(new RulebookProblem(
                    RulebookFiles.VERSION_LOCK,
                    0,
                    "is missing, so nobody notices a rule that changes without its version; "
                            + "run ./sekimori rules check --lock to write it"));
        } else {
            errors.addAll(lock.differences(files, rulebook.specs().values()));
            warnings.addAll(lock.drafts(rulebook.specs().values()));
        }
        return "";
    }
}
