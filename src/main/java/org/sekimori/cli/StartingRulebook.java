package org.sekimori.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.RulebookException;
import org.sekimori.stream.Belt;
import org.sekimori.stream.RulebookDesk;
import org.sekimori.trial.RulebookTrial;

/**
 * The rulebook that a service finds in its folder when it starts. Compiling takes two seconds the first time, and so does starting
 * a broker: they go side by side. One that is refused stops a service only if there is none on the log.
 */
final class StartingRulebook {

    private final RulesFolder folder;
    private final CompletableFuture<LoadedRulebook> loading;

    private StartingRulebook(RulesFolder folder, RulebookTrial trial) {
        this.folder = folder;
        this.loading = CompletableFuture.supplyAsync(() -> {
            try {
                return folder.check(trial);
            } catch (RulebookException e) {
                throw new CompletionException(e);
            }
        });
    }

    static StartingRulebook load(RulesFolder folder, RulebookTrial trial) {
        return new StartingRulebook(folder, trial);
    }

    /** Starts what runs over the log. */
    interface Start {
        Belt with(Belt.@Nullable Brought brought) throws InterruptedException;
    }

    Belt start(Start start, Function<Belt, RulebookDesk> desk) throws InterruptedException {
        LoadedRulebook loaded;
        try {
            loaded = loading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RulebookException refused) {
                return startWithout(start, desk, refused);
            }
            throw e;
        }
        String id = loaded.files().id();
        Belt belt = start.with(new Belt.Brought(loaded.files(), loaded.rulebook(), folder.remembered()));
        folder.remember(id);
        return belt;
    }

    private Belt startWithout(Start start, Function<Belt, RulebookDesk> desk, RulebookException refused)
            throws InterruptedException {
        try {
            Belt belt = start.with(null);
            desk.apply(belt).refuse("folder " + folder.folder(), "", refused.problems());
            return belt;
        } catch (Belt.NoRulebookException e) {
            throw LoadedRulebook.refused(folder.folder(), refused);
        }
    }

    /** Id of what was in the folder, empty if it was refused. */
    String id() {
        return loading.isCompletedExceptionally() ? "" : loading.join().files().id();
    }
}
