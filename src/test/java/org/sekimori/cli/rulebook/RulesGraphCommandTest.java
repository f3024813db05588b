package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;

/** {@code rules graph} and {@code rules show}, which read a folder without compiling it. */
class RulesGraphCommandTest {

    @TempDir
    private Path rules;

    @BeforeEach
    void oneRule() throws IOException {
        Files.createDirectories(rules.resolve("test/small"));
        Files.writeString(rules.resolve("policy.yml"), """
                defaults:
                  thresholds: {many: 10.5}
                accounts:
                  shop@isp.example:
                    rules: {small: {mode: off, reason: shared, until: 2027-03-01}}
                """);
        Files.writeString(rules.resolve("test/small/rule.yml"), """
                id: small
                title: A small rule
                version: 3
                owner: tests
                severity: low
                mode: shadow
                tags: [credential-theft]
                attack: [T1078, T1110.003]
                description: It stands for any rule.
                false_positives: Everybody.
                what_to_do: Nothing.
                """);
        Files.writeString(rules.resolve("test/small/rule.drl"), """
                // threshold("in a comment") is not read
                rule "small"
                when
                    s : Submission( !familiar, sent("1d") + recipientCount > threshold("many"), sender != "threshold(x)" )
                then
                    s.flag("a " + s.sent("7d"), "limit", s.getSize());
                end
                rule "small: refused"
                when
                    s : Submission( sent("1h") >= limit("messages_per_hour") )
                then
                    s.defer("much");
                end
                """);
    }

    private String out(String... arguments) {
        CommandRun run = CommandRun.run(arguments);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    @Test
    void theTextNamesWhatFeedsARuleAndWhatComesOfIt() {
        assertThat(out("rules", "graph", "--rules", rules.toString()).lines().toList())
                .containsExactly(
                        "small (shadow) -> defer, flag",
                        "  facts        familiar, recipientCount, sender, sent(\"1d\"), sent(\"1h\")",
                        "  thresholds   many 10.5",
                        "  limits       messages_per_hour",
                        "");
    }

    /** Whoever changes the weight of a sign changes what others make of it. */
    @Test
    void theWeightOfASignFeedsItsRule() throws IOException {
        Files.writeString(rules.resolve("test/small/rule.drl"), """
                rule "small"
                when
                    s : Submission( overseas )
                then
                    s.sign("abroad", s.threshold("many"), "limit", s.getSize());
                end
                """);
        assertThat(out("rules", "graph", "--rules", rules.toString()).lines())
                .contains("small (shadow) -> sign \"abroad\"", "  thresholds   many 10.5");
    }

    /** A band may be moved for one domain only, and stands with its own number elsewhere. */
    @Test
    void aRuleOfEvidenceShowsItsTableAndItsBands() throws IOException {
        Files.createDirectories(rules.resolve("evidence"));
        Files.writeString(rules.resolve("evidence/weights.yml"), """
                bands: {watch: 6, flag: 9.5, quarantine: 10.5, hold: 11}
                signs:
                  abroad:
                    order: rising
                    steps: {below: 0, 1: 0.3, 2.5: 2}
                """);
        Files.writeString(rules.resolve("policy.yml"), """
                defaults:
                  thresholds: {many: 10.5}
                domains:
                  isp.example:
                    thresholds: {evidence_flag: 12}
                """);
        Files.writeString(rules.resolve("test/small/rule.drl"), """
                rule "small"
                when
                    s : Submission( overseas, recipientCount > threshold("evidence_flag") )
                then
                    s.weigh("abroad", s.getRecipientCount(), "from abroad");
                end
                """);
        assertThat(out("rules", "show", "small", "--rules", rules.toString()).lines())
                .contains("  thresholds   evidence_flag 9.5", "  weighs       abroad: 0, 0.3 from 1, 2 from 2.5");
    }

    @Test
    void diagramsHaveTheSameNodesAndEdges() {
        List<String> dot = out("rules", "graph", "--format", "dot", "--rules", rules.toString())
                .lines()
                .toList();
        assertThat(dot)
                .startsWith("digraph rules {")
                .endsWith("}")
                .contains(
                        "  \"rule small\" [shape=box, label=\"small\\nshadow\"];",
                        "  \"fact sent(\\\"1d\\\")\" -> \"rule small\";",
                        "  \"threshold many\" -> \"rule small\";",
                        "  \"rule small\" -> \"effect flag\";");
        List<String> mermaid = out("rules", "graph", "--format", "mermaid", "--rules", rules.toString())
                .lines()
                .toList();
        assertThat(mermaid).startsWith("flowchart LR").contains("  n0[\"small (shadow)\"]");
        assertThat(mermaid.stream().filter(line -> line.contains("-->")))
                .hasSameSizeAs(
                        dot.stream().filter(line -> line.contains(" -> ")).toList());
    }

    @Test
    void aRuleIsShownWithItsTagsTechniquesAndExemptions() {
        assertThat(out("rules", "show", "small", "--rules", rules.toString()))
                .contains(
                        "small 3  A small rule",
                        "tags         credential-theft",
                        "ATT&CK       T1078, T1110.003",
                        "What to do: Nothing.",
                        "line 5  shop@isp.example  off: shared (until 2027-03-01)");
    }

    @Test
    void anUnknownRuleAndOneThatCannotBeReadAreNamed() throws IOException {
        CommandRun unknown = CommandRun.run("rules", "graph", "smal", "--rules", rules.toString());
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.err()).contains("has no rule smal; did you mean 'small'?");
        Files.writeString(rules.resolve("test/small/rule.drl"), "rule small\n");
        CommandRun broken = CommandRun.run("rules", "graph", "--rules", rules.toString());
        assertThat(broken.code()).isOne();
        assertThat(broken.out()).contains("rule.drl:1:6: error: ");
    }

    @Test
    void theShippedRulesHaveAGraph() {
        assertThat(out("rules", "graph")).contains("Read by more than one rule:", "fact familiar: ");
    }
}
