package org.sekimori.rules;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kie.api.runtime.KieContainer;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookFiles;

/** Rulebooks with the same rules share their compiled classes, which are released some time after the last one is closed. */
class CompiledRulesCacheTest {

    private static final List<GeneratedDrl> ONE = text("r1");
    private static final List<GeneratedDrl> OTHER = text("r2");

    private final List<KieContainer> released = new ArrayList<>();
    private final CompiledRulesCache shared = keeping(0);
    private int compiled;

    private CompiledRulesCache keeping(int unused) {
        return new CompiledRulesCache(unused, released::add);
    }

    private static List<GeneratedDrl> text(String name) {
        GeneratedDrl.Query matches = new GeneratedDrl.Query("always", List.of(), List.of());
        return List.of(GeneratedDrl.queries(name, Submission.class, List.of(matches)));
    }

    private CompiledRulesCache.Share share(List<GeneratedDrl> drl) {
        return share(shared, drl);
    }

    private CompiledRulesCache.Share share(CompiledRulesCache cache, List<GeneratedDrl> drl) {
        CompiledRulesCache.Share share = cache.of(drl, new ArrayList<>(), (text, messages) -> {
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
        assertThat(released).isEmpty();

        second.close();
        assertThat(released).containsExactly(second.container());
        assertThat(share(ONE).container()).isNotSameAs(second.container());
    }

    @Test
    void unusedOnesAreKeptUpToALimitAndTheLongestUnusedGoesFirst() {
        CompiledRulesCache keeping = keeping(1);
        CompiledRulesCache.Share first = share(keeping, ONE);
        first.close();
        CompiledRulesCache.Share again = share(keeping, ONE);
        assertThat(again.container()).isSameAs(first.container());
        again.close();
        assertThat(compiled).isEqualTo(1);
        assertThat(released).isEmpty();

        CompiledRulesCache.Share other = share(keeping, OTHER);
        other.close();
        assertThat(released).containsExactly(first.container());
        assertThat(share(keeping, OTHER).container()).isSameAs(other.container());
        assertThat(compiled).isEqualTo(2);
    }

    @Test
    void whatDoesNotCompileIsTriedAnew() {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThat(shared.of(ONE, messages, (text, faults) -> {
                        faults.add("wrong");
                        return null;
                    }))
                    .isNull();
        }

        assertThat(messages).containsExactly("wrong", "wrong");
        share(ONE).close();
        assertThat(compiled).isEqualTo(1);
        assertThat(released).hasSize(1);
    }

    @Test
    void aCompilationThatThrowsHoldsNothing() {
        assertThatThrownBy(() -> shared.of(ONE, new ArrayList<>(), (text, faults) -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        share(ONE).close();
        assertThat(compiled).isEqualTo(1);
        assertThat(released).hasSize(1);
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
