package org.sekimori.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.KieContainer;
import org.sekimori.rules.language.GeneratedDrl;

/**
 * Compiled rules of this process by their generated text. Rulebooks that differ in policies or texts only share one container, so
 * that their activation compiles nothing and keeps the machine code of the running rules. Containers whose last user has closed
 * them stay for a while, so that neither a rollback nor the next test compiles what has just run; the longest unused one is
 * released first.
 */
final class CompiledRulesCache {

    /** The rulebook that ran before the active one, and one that was tried in between. */
    private static final int UNUSED = 2;

    private static final CompiledRulesCache ALL = new CompiledRulesCache(UNUSED, RuleCompiler::release);

    /** Compiles a text that no container holds yet. */
    interface Compilation {

        /** The container, or null after saying in {@code messages} why there is none. */
        @Nullable
        KieContainer compile(List<GeneratedDrl> drl, List<String> messages);
    }

    /** One user's share of a container; closing it twice gives it back once. */
    static final class Share implements AutoCloseable {

        private final CompiledRulesCache all;
        private final List<GeneratedDrl> drl;
        private final KieContainer container;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Share(CompiledRulesCache all, List<GeneratedDrl> drl, KieContainer container) {
            this.all = all;
            this.drl = drl;
            this.container = container;
        }

        KieContainer container() {
            return container;
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                all.giveBack(drl);
            }
        }
    }

    private static final class Entry {
        private @Nullable KieContainer container;
        private int users;
    }

    private final Map<List<GeneratedDrl>, Entry> entries = new HashMap<>();

    /** Texts without a user, the longest unused first. */
    private final Deque<List<GeneratedDrl>> unused = new ArrayDeque<>();

    private final int mostUnused;
    private final Consumer<KieContainer> release;

    /**
     * An empty cache.
     *
     * @param mostUnused containers without a user that are kept, 0 and up
     * @param release disposes of a container
     */
    CompiledRulesCache(int mostUnused, Consumer<KieContainer> release) {
        this.mostUnused = mostUnused;
        this.release = release;
    }

    /** The containers of the whole process. */
    static CompiledRulesCache all() {
        return ALL;
    }

    /**
     * A share of the container of a text; the first user compiles it, others wait for that.
     *
     * @param messages gets why it does not compile
     * @return null if it does not compile
     */
    @Nullable
    Share of(List<GeneratedDrl> drl, List<String> messages, Compilation compilation) {
        List<GeneratedDrl> key = List.copyOf(drl);
        Entry entry = enter(key);
        KieContainer container = null;
        try {
            synchronized (entry) {
                if (entry.container == null) {
                    entry.container = compilation.compile(key, messages);
                }
                container = entry.container;
            }
        } finally {
            if (container == null) {
                giveBack(key);
            }
        }
        return container == null ? null : new Share(this, key, container);
    }

    /**
     * Rules with their container.
     *
     * @param drl the generated text
     */
    record Compiled(List<GeneratedDrl> drl, KieContainer container) {}

    /** What is compiled now, in use or not. */
    synchronized List<Compiled> compiled() {
        List<Compiled> all = new ArrayList<>();
        entries.forEach((drl, entry) -> {
            if (entry.container != null) {
                all.add(new Compiled(drl, entry.container));
            }
        });
        return all;
    }

    private synchronized Entry enter(List<GeneratedDrl> drl) {
        Entry entry = entries.computeIfAbsent(drl, text -> new Entry());
        if (entry.users++ == 0) {
            unused.remove(drl);
        }
        return entry;
    }

    private synchronized void giveBack(List<GeneratedDrl> drl) {
        Entry entry = entries.get(drl);
        if (entry == null || --entry.users > 0) {
            return;
        }
        if (entry.container == null) {
            entries.remove(drl);
        } else {
            unused.add(drl);
            releaseUnused();
        }
    }

    private void releaseUnused() {
        while (unused.size() > mostUnused) {
            Entry entry = entries.remove(unused.remove());
            if (entry != null && entry.container != null) {
                release.accept(entry.container);
            }
        }
    }
}
