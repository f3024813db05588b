package org.sekimori.follow.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.source.LogSource.Start;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A log in a file gives each line once, whatever rotation and restarts do. */
class FileLogSourceTest {

    @TempDir
    Path folder;

    private Path log;
    private FileLogSource source;
    private final List<String> read = new ArrayList<>();

    @BeforeEach
    void open() {
        log = folder.resolve("mail.log");
        source = source();
    }

    private FileLogSource source() {
        return new FileLogSource(log, Clock.systemUTC(), Duration.ZERO);
    }

    private void write(String... lines) throws IOException {
        for (String line : lines) {
            write(log, line + "\n");
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> poll() throws IOException {
        while (source.poll(Duration.ZERO, raw -> read.add(new String(raw.bytes(), StandardCharsets.UTF_8))) > 0) {
            continue;
        }
        return read;
    }

    /** Another process goes on where this one was; the position is written and read as in a file. */
    private void restart() {
        JsonNode position = JsonMapper.shared().readTree(source.position().toString());
        source.close();
        source = source();
        source.open(position, Start.END);
    }

    private void begin() {
        source.open(null, Start.BEGINNING);
    }

    private void compress(Path from, String suffix) throws IOException {
        Path to = from.resolveSibling(from.getFileName() + suffix);
        try (OutputStream raw = Files.newOutputStream(to);
                OutputStream out =
                        switch (suffix) {
                            case ".gz" -> new GZIPOutputStream(raw);
                            case ".zst" -> new ZstdOutputStream(raw);
                            default -> new XZOutputStream(raw, new LZMA2Options(1));
                        }) {
            Files.copy(from, out);
        }
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
        Files.delete(from);
    }

    @Test
    void aNewFollowerBeginsBehindTheLastWholeLine() throws IOException {
        write("old 1", "old 2");
        write(log, "half");
        source.open(null, Start.END);
        assertThat(poll()).isEmpty();
        write(log, " a line\n");
        write("next");
        assertThat(poll()).containsExactly("half a line", "next");
    }

    @Test
    void aFileThatAppearsLaterIsReadFromItsBeginning() throws IOException {
        source.open(null, Start.END);
        assertThat(poll()).isEmpty();
        assertThat(source.problem()).isEqualTo("waits for " + log + ", which is not there");
        restart();
        write("1", "2");
        assertThat(poll()).containsExactly("1", "2");
        assertThat(source.problem()).isEmpty();
        assertThat(source.lastGap()).isNull();
    }

    @Test
    void aHalfLineAtTheEndIsReadWhenItIsWhole() throws IOException {
        begin();
        write("1");
        write(log, "2 begins");
        assertThat(poll()).containsExactly("1");
        restart();
        write(log, ", 2 ends\n");
        assertThat(poll()).containsExactly("1", "2 begins, 2 ends");
    }

    @Test
    void aRenamedFileIsReadToItsEndBeforeTheNewOne() throws IOException {
        begin();
        write("1");
        assertThat(poll()).containsExactly("1");
        write("2");
        Files.move(log, folder.resolve("mail.log.1"));
        write(folder.resolve("mail.log.1"), "3, by a daemon that has not heard of it\n");
        assertThat(poll()).hasSize(3);
        write("4");
        assertThat(poll()).containsExactly("1", "2", "3, by a daemon that has not heard of it", "4");
    }

    @Test
    void aRenamedFileMustRestBeforeTheNewOneIsRead() throws IOException {
        Instant[] now = {Instant.now()};
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        source = new FileLogSource(log, clock, FileLogSource.QUIET);
        begin();
        write("1");
        poll();
        Files.move(log, folder.resolve("mail.log.1"));
        write("3, by a daemon that was told at once");
        poll();
        now[0] = now[0].plus(FileLogSource.QUIET).minusMillis(1);
        write(folder.resolve("mail.log.1"), "2, by a slow one\n");
        assertThat(poll()).containsExactly("1", "2, by a slow one");
        now[0] = now[0].plus(FileLogSource.QUIET);
        assertThat(poll()).containsExactly("1", "2, by a slow one", "3, by a daemon that was told at once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz", ".zst", ".xz"})
    void afterADownTimeOfTwoRotationsEverythingIsRead(String suffix) throws IOException {
        begin();
        write("1");
        poll();
        restart();
        write("2");
        Files.move(log, folder.resolve("mail.log.2"));
        write("3");
        Files.move(log, folder.resolve("mail.log.1"));
        write("4");
        if (!suffix.isEmpty()) {
            compress(folder.resolve("mail.log.2"), suffix);
        }
        assertThat(poll()).containsExactly("1", "2", "3", "4");
        assertThat(source.lastGap()).isNull();
    }

    @Test
    void datesInNamesAreAnOrderToo() throws IOException {
        begin();
        write("1");
        poll();
        restart();
        Files.move(log, folder.resolve("mail.log-20261123"));
        write("2");
        Files.move(log, folder.resolve("mail.log-20261124"));
        compress(folder.resolve("mail.log-20261123"), ".gz");
        write("3");
        assertThat(poll()).containsExactly("1", "2", "3");
    }

    @Test
    void copyAndTruncateLosesNothing() throws IOException {
        begin();
        write("1");
        poll();
        write("2");
        Files.copy(log, folder.resolve("mail.log.1"));
        Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(poll()).containsExactly("1", "2");
        write("3");
        assertThat(poll()).containsExactly("1", "2", "3");
        assertThat(source.lastGap()).isNull();
    }

    @Test
    void aTruncatedFileThatHasGrownBeyondThePlaceIsNoticed() throws IOException {
        begin();
        write("1");
        poll();
        Files.writeString(log, "");
        write("2 is longer than the first line was", "3");
        Files.setLastModifiedTime(log, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(poll()).containsExactly("1", "2 is longer than the first line was", "3");
    }

    @Test
    void copyAndTruncateDuringADownTimeLosesNothing() throws IOException {
        begin();
        write("1");
        poll();
        restart();
        write("2");
        Files.copy(log, folder.resolve("mail.log.1"));
        Files.writeString(log, "");
        write("3, which makes the file longer than it was before");
        compress(folder.resolve("mail.log.1"), ".gz");
        assertThat(poll()).containsExactly("1", "2", "3, which makes the file longer than it was before");
    }

    @Test
    void aFileThatIsEmptiedWithoutACopyIsReadFromItsBeginningAndTheGapIsTold() throws IOException {
        begin();
        write("1");
        poll();
        Files.writeString(log, "");
        write("2");
        Files.setLastModifiedTime(log, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(poll()).containsExactly("1", "2");
        assertThat(source.lastGap()).as("everything had been read").isNull();
        restart();
        write("lost");
        Files.writeString(log, "another\n");
        assertThat(poll()).containsExactly("1", "2", "another");
        assertThat(source.lastGap()).isNotNull();
    }

    @Test
    void anInodeThatIsUsedAgainIsNotTheSameFile() throws IOException {
        begin();
        write("1", "2");
        poll();
        JsonNode position = source.position();
        source.close();
        Files.writeString(log, "a new file with the inode of the old one\nand more\n");
        source = source();
        source.open(position, Start.END);
        assertThat(poll()).containsExactly("1", "2", "a new file with the inode of the old one", "and more");
    }

    @Test
    void aFileWhoseOldPartIsGoneIsReadFromWhatIsLeft() throws IOException {
        begin();
        write("1");
        poll();
        restart();
        write("lost");
        Files.delete(log);
        write("2");
        Files.move(log, folder.resolve("mail.log.1"));
        write("3");
        assertThat(poll()).containsExactly("1", "2", "3");
        assertThat(source.lastGap()).isNotNull();
    }

    @Test
    void aDamagedCompressedFileIsLeftInTheEnd() throws IOException {
        begin();
        for (int i = 0; i < 3000; i++) {
            write("line " + i + " " + Integer.toHexString(i * 7919));
        }
        poll();
        restart();
        Files.move(log, folder.resolve("mail.log.1"));
        compress(folder.resolve("mail.log.1"), ".gz");
        Path packed = folder.resolve("mail.log.1.gz");
        byte[] whole = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(whole, whole.length - 20));
        write("after it");
        for (int tries = 0; tries < 10 && !read.contains("after it"); tries++) {
            try {
                poll();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("end");
            }
        }
        assertThat(read.get(read.size() - 1)).isEqualTo("after it");
        assertThat(source.lastGap()).isNotNull();
    }

    @Test
    void theLastHalfLineOfARotatedFileIsALine() throws IOException {
        begin();
        write(log, "1\n2, cut by a crash");
        poll();
        Files.move(log, folder.resolve("mail.log.1"));
        write("3");
        assertThat(poll()).containsExactly("1", "2, cut by a crash", "3");
    }

    @Test
    void otherFilesOfTheFolderAreNotTakenForRotatedOnes() throws IOException {
        begin();
        write("1");
        poll();
        Files.writeString(folder.resolve("mail.log.bak-notes"), "x\n");
        Files.writeString(folder.resolve("mail.log2"), "x\n");
        Files.createDirectory(folder.resolve("mail.log.d"));
        Files.move(log, folder.resolve("mail.log.1"));
        write("2");
        assertThat(poll()).containsExactly("1", "2");
    }

    @Test
    void aLineOfAnyLengthIsBounded() throws IOException {
        begin();
        write(log, "x".repeat(3 * LineSplitter.MAX_LINE));
        poll();
        restart();
        write(log, "y".repeat(100) + "\n");
        write("next");
        assertThat(poll()).containsExactly("x".repeat(LineSplitter.MAX_LINE), "next");
    }

    @Test
    void linesAreAsOldAsTheyCanBe() throws IOException {
        begin();
        List<RawLine> raw = new ArrayList<>();
        write("before the start");
        source.poll(Duration.ZERO, raw::add);
        source.poll(Duration.ZERO, raw::add);
        Instant atTheEnd = Instant.now();
        write("after the end was seen");
        source.poll(Duration.ZERO, raw::add);
        assertThat(raw.get(0).notBefore()).isEqualTo(Instant.EPOCH);
        assertThat(raw.get(1).notBefore()).isBetween(raw.get(0).notAfter(), atTheEnd);
        assertThat(raw.get(1).arrival(Instant.EPOCH)).isEqualTo(raw.get(1).notBefore());
        assertThat(raw.get(1).arrival(Instant.MAX)).isEqualTo(raw.get(1).notAfter());
    }

    @Test
    void lagIsWhatIsNotRead() throws IOException {
        begin();
        write("1");
        poll();
        assertThat(source.lag()).isEqualTo(new LogSource.Lag(0, "bytes"));
        write("12345");
        assertThat(source.lag()).isEqualTo(new LogSource.Lag(6, "bytes"));
    }
}
