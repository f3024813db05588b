package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Runs the rule tests again after each change in the folder, until the watch is closed. */
final class RuleTestWatcher {

    private final Path folder;
    private final RuleTestProcess process;
    private final RulebookFileWatcher watch;
    private final PrintWriter out;
    private @Nullable RulebookFiles tested;

    /** Repeats the run after each change that {@code watch} reports; closing the watch ends it. */
    RuleTestWatcher(Path folder, RuleTestProcess process, RulebookFileWatcher watch, PrintWriter out) {
        this.folder = folder;
        this.process = process;
        this.watch = watch;
        this.out = out;
    }

    /** Tests once, then with every change; returns when the watch is closed or the folder is gone. */
    void run() {
        test(System.nanoTime());
        for (OptionalLong seen = watch.next(); seen.isPresent(); seen = watch.next()) {
            test(seen.getAsLong());
        }
    }

    private void test(long since) {
        @Nullable RulebookFiles files = null;
        try {
            files = RulebookFiles.read(folder);
            if (tested == null) {
                tested = files;
                process.run(files, since, watch::changed);
            } else {
                Set<String> changed = changed(tested, files);
                if (changed.isEmpty()) {
                    // An editor's own files, or a save without a change, need no run.
                    return;
                }
                tested = files;
                out.println();
                out.println("changed: " + String.join(" ", changed));
                process.rerun(files, changed, since, watch::changed);
            }
        } catch (RulebookException e) {
            process.print(e, files);
        }
        if (!watch.changed()) {
            out.println("watching " + folder + ", end with Ctrl-C");
        }
        out.flush();
    }

    private static Set<String> changed(RulebookFiles before, RulebookFiles now) {
        SortedSet<String> names = new TreeSet<>(before.files().keySet());
        names.addAll(now.files().keySet());
        names.removeIf(
                name -> Objects.equals(before.files().get(name), now.files().get(name)));
        return names;
    }
}
