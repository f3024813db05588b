package org.sekimori.web.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.language.RuleUses.Kind;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** The graph of the shipped rules, drawn: every box has its own place, and who feeds whom stands further left. */
class RuleGraphDrawingTest {

    private static RuleGraph graph() throws RulebookException {
        return RuleGraph.of(RulebookFiles.read(Path.of("rules")));
    }

    private static void isLegible(RuleGraphDrawing drawing) {
        List<RuleGraphDrawing.Box> boxes = drawing.boxes();
        for (RuleGraphDrawing.Box one : boxes) {
            assertThat(one.x() + one.width()).isLessThanOrEqualTo(drawing.width());
            assertThat(one.y()).isNotNegative();
            assertThat(one.y() + one.height()).isLessThanOrEqualTo(drawing.height());
            assertThat(boxes.stream().filter(other -> other != one && overlap(one, other)))
                    .as("boxes upon %s", one)
                    .isEmpty();
        }
    }

    private static boolean overlap(RuleGraphDrawing.Box a, RuleGraphDrawing.Box b) {
        return a.x() < b.x() + b.width()
                && b.x() < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }

    private static RuleGraphDrawing.Box box(RuleGraphDrawing drawing, String kind, String name) {
        return drawing.boxes().stream()
                .filter(one -> one.kind().equals(kind) && one.whole().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void eachKindIsDrawnLegiblyAndAlways(Kind kind) throws RulebookException {
        RuleGraphDrawing drawing = RuleGraphDrawing.whole(graph(), EnumSet.of(kind));
        isLegible(drawing);
        assertThat(RuleGraphDrawing.whole(graph(), EnumSet.of(kind))).isEqualTo(drawing);
    }

    @Test
    void signsStandBetweenTheRulesThatRaiseThemAndThoseThatAddThemUp() throws RulebookException {
        RuleGraphDrawing drawing = RuleGraphDrawing.whole(graph(), Set.of(Kind.SIGN, Kind.LABEL, Kind.FINDING));
        int raises = box(drawing, "rule", "unknown-client").x();
        int sign = box(drawing, "sign", "unknown-client").x();
        int sums = box(drawing, "rule", "stolen-account").x();
        assertThat(List.of(raises, sign, sums)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aroundARuleStandsAllThatItReadsAndWhatComesOfIt() throws RulebookException {
        RuleGraphDrawing drawing = RuleGraphDrawing.around(graph(), "stolen-account");
        isLegible(drawing);
        assertThat(box(drawing, "threshold", "evidence_flag").x())
                .isLessThan(box(drawing, "rule", "stolen-account").x());
        assertThat(Stream.of("flag", "quarantine")
                        .map(effect -> box(drawing, "effect", effect).x()))
                .allMatch(x -> x > box(drawing, "rule", "stolen-account").x());
        assertThat(drawing.lines()).hasSizeGreaterThan(30);
    }
}
