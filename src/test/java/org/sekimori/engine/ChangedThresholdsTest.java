package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** An operator changes a number in {@code policy.yml} and touches nothing else: the shipped cases must go on holding. */
class ChangedThresholdsTest {

    private static final Pattern NUMBER = Pattern.compile("(?m)^(    \\w+: )([0-9.]+)");

    /** The farthest; the long run takes nearer ones as well. */
    static DoubleStream factors() {
        return LongRun.is() ? DoubleStream.of(0.5, 0.8, 1.25, 3) : DoubleStream.of(0.5, 3);
    }

    @ParameterizedTest
    @MethodSource("factors")
    void shippedCasesHoldWhateverAThresholdIs(double factor) throws RulebookException {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String policy = shipped.files().getOrDefault(DomainPolicies.FILE, "");
        int begin = policy.indexOf("  thresholds:");
        int end = policy.indexOf("  # Named in the texts");
        Matcher all = NUMBER.matcher(policy);
        all.region(begin, end);
        StringBuilder changed = new StringBuilder();
        int numbers = 0;
        while (all.find()) {
            numbers++;
            all.appendReplacement(
                    changed, all.group(1) + Math.round(Double.parseDouble(all.group(2)) * factor * 100) / 100.0);
        }
        all.appendTail(changed);

        assertThat(numbers).isGreaterThan(20);
        try (Rulebook rulebook = Rulebook.compile(shipped.with(DomainPolicies.FILE, changed.toString()))) {
            assertThat(RuleTestRunner.run(rulebook)).isEmpty();
        }
    }
}
