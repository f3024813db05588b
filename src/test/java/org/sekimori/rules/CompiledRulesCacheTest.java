package org.sekimori.rules;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kie.api.runtime.KieContainer;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookFiles;

/** Rulebooks with the same rules share their compiled classes, and the last one that is closed gives them back. */
class CompiledRulesCacheTest {

    private static final List<GeneratedDrl> ONE = text("r1");
    private static final List<GeneratedDrl> OTHER = text("r2");

    private final CompiledRulesCache shared = new CompiledRulesCache();
    private int compiled;

    private static List<GeneratedDrl> text(String name) {
        GeneratedDrl.Query matches = new GeneratedDrl.Query("always", List.of(), List.of());
        return List.of(GeneratedDrl.queries(name, Submission.class, List.of(matches)));
    }

    private CompiledRulesCache.Share share(List<GeneratedDrl> drl) {
        CompiledRulesCache.Share share = shared.of(drl, new ArrayList<>(), (text, messages) -> {
            compiled++;
            return RuleCompiler.build(text, messages);
        });
        assertThat(share).isNotNull();
        return share;
    }

    @Test
    void theSameTextIsCompiledOnceForAllItsUsers() {
        KieContainer first = share(ONE).container();

        assertThat(share(List.copyOf(new ArrayList<>(ONE))).container()).isSameAs(first);
        assertThat(share(OTHER).container()).isNotSameAs(first);
        assertThat(compiled).isEqualTo(2);
    }

    @Test
    void theLastUserReleasesIt() {
        CompiledRulesCache.Share first = share(ONE);
        CompiledRulesCache.Share second = share(ONE);

        first.close();
        first.close();
        assertThat(shared.held()).containsExactly(ONE);

        second.close();
        assertThat(shared.held()).isEmpty();
    }

    @Test
    void unusedOnesAreKeptUpToALimitAndTheLongestUnusedGoesFirst() {
        shared.keepUnused(1);
        share(ONE).close();
        assertThat(shared.held()).containsExactly(ONE);

        share(ONE).close();
        assertThat(compiled).isEqualTo(1);

        share(OTHER).close();
        assertThat(shared.held()).containsExactly(OTHER);

        shared.keepUnused(0);
        assertThat(shared.held()).isEmpty();
    }

    @Test
    void whatDoesNotCompileIsNotHeldAndIsTriedAnew() {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThat(shared.of(ONE, messages, (text, faults) -> {
                        faults.add("wrong");
                        return null;
                    }))
                    .isNull();
        }

        assertThat(messages).containsExactly("wrong", "wrong");
        assertThat(shared.held()).isEmpty();
    }

    @Test
    void aCompilationThatThrowsHoldsNothing() {
        try {
            shared.of(ONE, new ArrayList<>(), (text, faults) -> {
                throw new IllegalStateException("broken");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broken");
        }
        assertThat(shared.held()).isEmpty();
    }

    @Test
    void rulebooksThatDifferInPoliciesOnlyRunTheSameClasses() throws Exception {
        RulebookFiles files = MinimalRulebook.of(MinimalRulebook.rule("small", "overseas", "s.flag(\"x\");"));
        try (Rulebook one = Rulebook.compile(files);
                Rulebook other = Rulebook.compile(files.with(DomainPolicies.FILE, "defaults:\n  home: [JP]\n"))) {
            assertThat(other.id()).isNotEqualTo(one.id());
            assertThat(requireNonNull(other.compiled()).without(java.util.Set.of()))
                    .isSameAs(requireNonNull(one.compiled()).without(java.util.Set.of()));
        }
    }
}
