package org.sekimori.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code rules check} says about a folder: everything for which a rulebook is refused, everything that its authors have agreed
 * upon beside that (numbers in the policy, full metadata, raised versions), and warnings for what is probably not meant. A rulebook
 * that is in force need not pass the second part: what was agreed on later must not put it out of force.
 */
public final class RulebookCheck {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(ProblemList::isRest)
            .thenComparing(Problem::file)
            .thenComparing(Problem::line)
            .thenComparing(Problem::column);

    private RulebookCheck() {}

    /**
     * The outcome.
     *
     * @param rulebook the rulebook's version; empty if the folder cannot be read
     * @param rules how many rules it has, those that are off included; 0 if it does not compile
     * @param cases how many cases; 0 if it does not compile
     * @param errors by place
     * @param warnings by place
     * @param files what was read; null if that failed
     */
    public record Report(
            String rulebook,
            int rules,
            int cases,
            List<Problem> errors,
            List<Problem> warnings,
            @Nullable RulebookFiles files) {

        public Report {
            errors = shown(errors);
            warnings = shown(warnings);
        }

        private static List<Problem> shown(List<Problem> problems) {
            return ProblemList.of(problems.stream().distinct().sorted(BY_PLACE).toList());
        }

        private static Report refused(RulebookException e, @Nullable RulebookFiles files) {
            return new Report(files == null ? "" : files.id(), 0, 0, e.problems(), List.of(), files);
        }
    }

    /**
     * Checks a folder.
     *
     * @param record whether to write {@link VersionLock#FILE} if nothing is wrong that this would hide
     * @throws IOException if that file cannot be read or written
     */
    public static Report check(Path folder, boolean record) throws IOException {
        RulebookFiles files;
        try {
            files = RulebookFiles.read(folder);
        } catch (RulebookException e) {
            return Report.refused(e, null);
        }
        try (Rulebook rulebook = Rulebook.compile(files)) {
            List<Problem> errors = new ArrayList<>(agreements(files, rulebook));
            List<Problem> warnings = new ArrayList<>(new RulebookLint(files, rulebook).warnings());
            lock(folder, record, files, rulebook, errors, warnings);
            return new Report(
                    rulebook.id(), rulebook.specs().size(), rulebook.cases().size(), errors, warnings, files);
        } catch (RulebookException e) {
            return Report.refused(e, files);
        }
    }

    /**
     * What a rulebook that compiles still lacks for its authors: numbers in the policy, full metadata, and right rules also where
     * they are off. To be asked before a rulebook is published, together with {@link VersionLock#check}.
     */
    public static List<Problem> agreements(RulebookFiles files, Rulebook rulebook) {
        List<Problem> problems = new ProblemList();
        for (RuleSpec spec : rulebook.specs().values()) {
            MetadataLint.check(files, spec, problems);
            String path = spec.folder() + "/" + DrlFile.NAME;
            DrlFile file = new DrlFile(spec, path, files.files().getOrDefault(path, ""));
            if (!spec.active()) {
                problems.addAll(file.check(SubmissionVocabulary.of(rulebook.policies())));
            }
            problems.addAll(file.numbers());
        }
        return problems;
    }

    private static void lock(
            Path folder,
            boolean record,
            RulebookFiles files,
            Rulebook rulebook,
            List<Problem> errors,
            List<Problem> warnings)
            throws IOException, RulebookException {
        boolean missing = !Files.exists(folder.resolve(VersionLock.FILE));
        VersionLock lock = VersionLock.read(folder);
        List<Problem> unraised = lock.unraised(files, rulebook.specs().values());
        if (record && errors.isEmpty() && unraised.isEmpty()) {
            Files.writeString(
                    folder.resolve(VersionLock.FILE),
                    VersionLock.of(files, rulebook.specs().values()).text());
        } else if (record) {
            errors.addAll(unraised);
        } else if (missing) {
            warnings.add(new Problem(
                    VersionLock.FILE,
                    0,
                    "is missing, so nobody notices a rule that changes without its version; "
                            + "run ./sekimori rules check --lock to write it"));
        } else {
            errors.addAll(lock.check(files, rulebook.specs().values()));
        }
    }
}
