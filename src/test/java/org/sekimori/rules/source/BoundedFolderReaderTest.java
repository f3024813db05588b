package org.sekimori.rules.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.VersionLock;

/** A folder that somebody else has filled is read without leaving it, without waiting, and with an end. */
@Timeout(60)
class BoundedFolderReaderTest {

    private static final String OUT =
            "is a link to something outside of the rulebook's folder, which is not read; put the"
                    + " file itself there";

    @TempDir
    private Path temporary;

    private Path rules = Path.of("");

    @BeforeEach
    void aFolderWithOneFile() throws IOException {
        rules = Files.createDirectory(temporary.resolve("rules"));
        Files.writeString(rules.resolve("policy.yml"), "defaults: {}\n");
    }

    private void refused(String file, String message) {
        RulebookException refused = catchThrowableOfType(RulebookException.class, () -> RulebookFiles.read(rules));
        assertThat(refused).isNotNull();
        assertThat(refused.problems()).containsExactly(new RulebookProblem(file, 0, message));
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(rules.resolve(name));
    }

    private static void pipe(Path file) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor(10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(file).exists();
    }

    @Test
    void aLinkOutOfTheFolderIsNotRead() throws IOException {
        Files.createSymbolicLink(folder("volume/limit").resolve("rule.yml"), Path.of("/etc/passwd"));
        refused("volume/limit/rule.yml", OUT);
    }

    @Test
    void norIsOneByWayOfAnotherLinkOrOfAFolder() throws IOException {
        Files.createSymbolicLink(temporary.resolve("step"), Path.of("/etc"));
        Files.createSymbolicLink(rules.resolve("a.yml"), Path.of("../step/passwd"));
        refused("a.yml", OUT);
        Files.delete(rules.resolve("a.yml"));
        Files.createSymbolicLink(rules.resolve("volume"), Path.of("/etc"));
        refused("volume", OUT);
    }

    @Test
    void norIsOneToAHiddenFileOfTheFolder() throws IOException {
        Files.writeString(folder(".git").resolve("config"), "token");
        Files.createSymbolicLink(rules.resolve("a.yml"), Path.of(".git/config"));
        refused("a.yml", OUT);
    }

    @Test
    void aConfigMapOfKubernetesIsReadAndSoIsAFolderThatIsALinkItself() throws Exception {
        Files.delete(rules.resolve("policy.yml"));
        Files.writeString(folder("..2030_01_01").resolve("policy.yml"), "defaults: {}\n");
        Files.writeString(folder("..2030_01_01/volume/limit").resolve("rule.yml"), "id: limit\n");
        Files.createSymbolicLink(rules.resolve("..data"), Path.of("..2030_01_01"));
        Files.createSymbolicLink(rules.resolve("policy.yml"), Path.of("..data/policy.yml"));
        Files.createSymbolicLink(rules.resolve("volume"), Path.of("..data/volume"));
        Path link = Files.createSymbolicLink(temporary.resolve("mounted"), rules);
        assertThat(RulebookFiles.read(link).files())
                .isEqualTo(Map.of("policy.yml", "defaults: {}\n", "volume/limit/rule.yml", "id: limit\n"));
    }

    @Test
    void aLinkThatLeadsNowhereOrIntoItselfIsNamed() throws IOException {
        Path link = Files.createSymbolicLink(rules.resolve("a.yml"), Path.of("gone"));
        refused("a.yml", "is a link that leads nowhere; take it away");
        Files.delete(link);
        Files.createSymbolicLink(folder("volume").resolve("again"), Path.of("../volume"));
        refused("volume/again", "is a link to a folder that it is in; take it away");
    }

    @Test
    void aPipeOrADeviceIsNotOpened() throws Exception {
        pipe(rules.resolve("a.yml"));
        refused("a.yml", "is neither a file nor a folder; take it away");
        Files.delete(rules.resolve("a.yml"));
        // Nobody looks at what is hidden.
        pipe(rules.resolve(".a.yml"));
        Files.createSymbolicLink(rules.resolve("zero.yml"), Path.of("/dev/zero"));
        refused("zero.yml", OUT);
    }

    @Test
    void theListOfVersionsIsReadAndWrittenAsCarefully() throws Exception {
        pipe(rules.resolve(RulebookFiles.VERSION_LOCK));
        RulebookException refused = catchThrowableOfType(RulebookException.class, () -> VersionLock.read(rules));
        assertThat(refused).hasMessageContaining("is neither a file nor a folder");
        Files.delete(rules.resolve(RulebookFiles.VERSION_LOCK));
        Path other = Files.writeString(temporary.resolve("other"), "as it was");
        Files.createSymbolicLink(rules.resolve(RulebookFiles.VERSION_LOCK), other);
        assertThat(RulebookCheck.check(rules, true).errors().toString())
                .contains(RulebookFiles.VERSION_LOCK + ": " + OUT);
        refused = catchThrowableOfType(
                RulebookException.class, () -> VersionLock.parse("").write(rules));
        assertThat(refused).hasMessageContaining("so it is not written");
        assertThat(other).hasContent("as it was");
    }

    @Test
    void aFolderOfVeryManyFilesEndsEarly() throws IOException {
        Path many = folder("notes");
        for (int i = 0; i <= BoundedFolderReader.MOST_ENTRIES; i++) {
            Files.createFile(many.resolve(".hidden" + i));
        }
        refused(
                "notes",
                "has too many files to look through; name the folder of the rules, and keep other files elsewhere");
        System.out.println("bound: at most " + BoundedFolderReader.MOST_ENTRIES + " entries of a folder are looked at");
    }

    @Test
    void foldersDeepInOneAnotherAreRefused() throws IOException {
        folder("a/b/c/d/e/f/g/h/i/j");
        refused("a/b/c/d/e/f/g/h/i", "is too deep: at most 8 folders may be in one another");
    }

    @Test
    void aLargeFileIsNotRead() throws IOException {
        try (var file = new java.io.RandomAccessFile(rules.resolve("large.yml").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        refused("large.yml", RulebookFiles.TOO_LARGE);
    }

    @Test
    void aNameIsTakenAsItIs() throws IOException {
        Files.writeString(rules.resolve("volume\\rule.yml"), "id: limit\n");
        RulebookException refused = catchThrowableOfType(RulebookException.class, () -> RulebookFiles.read(rules));
        assertThat(refused).hasMessageContaining("volume\\rule.yml").hasMessageContaining("is no name for a file");
    }

    /** A folder and a link take turns at one name while it is read, for two seconds. */
    @Test
    void aFolderThatBecomesALinkMeanwhileIsNotFollowed() throws Exception {
        Path in = Files.createDirectory(temporary.resolve("in"));
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Path folder = Files.createDirectory(in.resolve("d"));
        Path link = Files.createSymbolicLink(in.resolve(".link"), outside);
        Path spare = in.resolve(".spare");
        Files.writeString(folder.resolve("a.txt"), "of the folder");
        Files.writeString(outside.resolve("a.txt"), "of somebody else");
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(() -> {
            try {
                while (!ended.get()) {
                    Files.move(folder, spare, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(folder, link, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(spare, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (System.nanoTime() < end) {
                try {
                    assertThat(BoundedFolderReader.read(in, 10, 1_000)).doesNotContainValue("of somebody else");
                } catch (RulebookException | IOException e) {
                    assertThat(e).isNotNull();
                }
            }
        } finally {
            ended.set(true);
            swapping.get(10, TimeUnit.SECONDS);
        }
    }
}
