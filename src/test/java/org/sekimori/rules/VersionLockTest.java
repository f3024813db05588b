package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

class VersionLockTest {

    private static final RulebookFiles FILES = MinimalRulebook.of("overseas", "s.flag(\"x\");");

    private static List<RuleMetadata> specs(RulebookFiles files) throws RulebookException {
        return List.of(RuleMetadata.parse("test/small", files.files().getOrDefault(MinimalRulebook.YML, "")));
    }

    private static VersionLock lock(RulebookFiles files) throws RulebookException {
        return VersionLock.of(files, specs(files));
    }

    private static List<String> check(VersionLock lock, RulebookFiles files) throws RulebookException {
        return lock.check(files, specs(files)).stream()
                .map(RulebookProblem::toString)
                .toList();
    }

    private static RulebookFiles version(RulebookFiles files, int version) {
        return files.with(MinimalRulebook.YML, MinimalRulebook.METADATA.replace("version: 1", "version: " + version));
    }

    @Test
    void anUnchangedRuleIsRight() throws Exception {
        assertThat(check(VersionLock.parse(lock(FILES).text()), FILES)).isEmpty();
    }

    /** Publishers and services apply this check. */
    @Test
    void aRuleThatIsBeingWrittenMayChangeButIsNotPublished() throws Exception {
        VersionLock draft = new VersionLock(new TreeMap<>(Map.of("small", VersionLock.LockedVersion.draft(2))));
        VersionLock read = VersionLock.parse(draft.text());
        assertThat(read.unraised(version(FILES, 2))).isEmpty();
        assertThat(check(read, version(FILES, 2)))
                .containsExactly("versions.lock: has small as a rule that is being written, which is not published; "
                        + "run ./sekimori rules check --lock to record it");
        assertThat(check(read, version(FILES, 1))).anyMatch(problem -> problem.contains("went down from 2 to 1"));
    }

    @Test
    void aRuleThatChangedUnderTheSameVersionIsNamed() throws Exception {
        RulebookFiles changed =
                FILES.with(MinimalRulebook.DRL, "// a comment\n" + FILES.files().get(MinimalRulebook.DRL));
        assertThat(check(lock(FILES), changed))
                .containsExactly(MinimalRulebook.YML
                        + ":3:10: 'version' is still 1, and the rule has changed since; raise it to 2");
        RulebookFiles graver = FILES.with(
                MinimalRulebook.YML, MinimalRulebook.METADATA.replaceFirst("severity: \\w+", "severity: critical"));
        assertThat(check(lock(FILES), graver)).hasSize(1);
    }

    /** A decision is the same whatever the prose says. */
    @Test
    void rewordingARuleNeedsNoNewVersion() throws Exception {
        String reworded = MinimalRulebook.METADATA
                .replace("to try", "for trying")
                .replaceFirst("false_positives: .*", "false_positives: Somebody who is on a ship, and nobody else.")
                .replaceFirst("owner: .*", "owner: somebody-else");
        assertThat(reworded).isNotEqualTo(MinimalRulebook.METADATA);
        assertThat(check(lock(FILES), FILES.with(MinimalRulebook.YML, "# who is hit\n" + reworded)))
                .isEmpty();
    }

    /** Earlier versions hashed all of rule.yml. */
    @Test
    void whatAnEarlierVersionRecordedIsStillRight() throws Exception {
        String yml = MinimalRulebook.METADATA.replaceAll("(?m)^(version|mode):.*\\R?", "");
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest((FILES.files().get(MinimalRulebook.DRL) + "\0" + yml).getBytes(StandardCharsets.UTF_8));
        VersionLock earlier = VersionLock.parse("small 1 " + HexFormat.of().formatHex(hash, 0, 8) + "\n");

        assertThat(check(earlier, FILES)).isEmpty();
    }

    @Test
    void anotherModeOrCaseIsTheSameRule() throws Exception {
        RulebookFiles shadow = FILES.with(MinimalRulebook.YML, MinimalRulebook.METADATA.replace("enforce", "shadow"))
                .with("test/small/tests/hit.yml", "title: other");
        assertThat(check(lock(FILES), shadow)).isEmpty();
    }

    @Test
    void aVersionNeverGoesDown() throws Exception {
        assertThat(check(lock(version(FILES, 3)), version(FILES, 2)))
                .containsExactly(MinimalRulebook.YML + ":3:10: 'version' went down from 3 to 2; raise it to 4");
    }

    @Test
    void aRaisedVersionIsRecorded() throws Exception {
        VersionLock lock = lock(FILES);
        RulebookFiles raised = version(FILES, 2);
        assertThat(lock.unraised(raised, specs(raised))).isEmpty();
        assertThat(check(lock, raised)).singleElement().asString().contains("check --lock");
    }

    @Test
    void rulesThatComeAndGoAreNamed() throws Exception {
        VersionLock none = new VersionLock(new TreeMap<>());
        assertThat(check(none, FILES))
                .containsExactly("versions.lock: has no rule small; run ./sekimori rules check --lock to record it");
        assertThat(lock(FILES).check(FILES, List.of()))
                .extracting(RulebookProblem::message)
                .singleElement()
                .asString()
                .contains("no rule any more");
    }

    @Test
    void aDamagedLockIsRefusedWithItsLine() {
        assertThatThrownBy(() -> VersionLock.parse("# head\nsmall one 0123\n"))
                .isInstanceOf(RulebookException.class)
                .hasMessageStartingWith("versions.lock:2:1: ");
    }

    @Test
    void theLockIsNoPartOfTheRulebook(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("policy.yml"), "defaults: {}\n");
        String before = RulebookFiles.read(folder).id();
        Files.writeString(
                folder.resolve(RulebookFiles.VERSION_LOCK), lock(FILES).text());
        assertThat(RulebookFiles.read(folder).id()).isEqualTo(before);
        assertThat(RulebookFiles.read(folder).files()).doesNotContainKey(RulebookFiles.VERSION_LOCK);
    }
}
