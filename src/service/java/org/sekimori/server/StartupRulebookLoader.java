package org.sekimori.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.RulebookTrial;

/**
 * Loads the folder's rulebook at the start. Compiling takes two seconds the first time, and so does starting a broker: they run
 * in parallel. A refused rulebook stops the start only if the log has none.
 */
final class StartupRulebookLoader {

    private final RulebookFolder folder;
    private final CompletableFuture<LoadedRulebook> loading;

    private StartupRulebookLoader(RulebookFolder folder, RulebookTrial trial) {
        this.folder = folder;
        this.loading = CompletableFuture.supplyAsync(() -> {
            try {
                return folder.check(trial);
            } catch (RulebookException e) {
                throw new CompletionException(e);
            }
        });
    }

    static StartupRulebookLoader load(RulebookFolder folder, RulebookTrial trial) {
        return new StartupRulebookLoader(folder, trial);
    }

    /** Starts the stream. */
    interface Starter {
        StreamRuntime with(@Nullable InstanceRulebook brought) throws InterruptedException;
    }

    StreamRuntime start(Starter start, Function<StreamRuntime, RulebookAdmin> admin) throws InterruptedException {
        LoadedRulebook loaded;
        try {
            loaded = loading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RulebookException refused) {
                return startWithout(start, admin, refused);
            }
            throw e;
        }
        String id = loaded.files().id();
        StreamRuntime runtime =
                start.with(new InstanceRulebook(loaded.files(), loaded.rulebook(), folder.remembered()));
        folder.remember(id);
        return runtime;
    }

    private StreamRuntime startWithout(
            Starter start, Function<StreamRuntime, RulebookAdmin> admin, RulebookException refused)
            throws InterruptedException {
        try {
            StreamRuntime runtime = start.with(null);
            admin.apply(runtime).recordRefusal("folder " + folder.folder(), "", refused.problems());
            return runtime;
        } catch (StreamRuntime.NoRulebookException e) {
            throw LoadedRulebook.refused(folder.folder(), refused);
        }
    }

    /** Id of the folder's rulebook; empty if it was refused. */
    String id() {
        return loading.isCompletedExceptionally() ? "" : loading.join().files().id();
    }
}
