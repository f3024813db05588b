package org.sekimori.follow.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.LogSource.Start;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** However writes, reads, restarts and rotations fall, each line is read once and in order. */
class FileLogSourcePropertyTest {

    private static final int STEPS = 60;

    @Property(tries = 150)
    void everyLineIsReadOnceAndInOrder(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("rotations");
        try {
            LogWriterAndReader log = new LogWriterAndReader(folder, new Random(seed));
            log.poll();
            for (int i = 0; i < STEPS; i++) {
                log.step();
            }
            log.finish();
            assertThat(numbers(log.read)).isEqualTo(numbers(log.written));
            assertThat(log.read.equals(log.written)).as("whole lines").isTrue();
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    private static List<String> numbers(List<String> lines) {
        return lines.stream().map(line -> line.substring(0, 8)).toList();
    }

    /** A daemon that logs, a logrotate, and a follower that is restarted. */
    private static final class LogWriterAndReader {
        private final Path file;
        private final Random random;
        private final List<String> written = new ArrayList<>();
        private final List<String> read = new ArrayList<>();
        private String unfinished = "";
        private FileLogSource source;

        LogWriterAndReader(Path folder, Random random) {
            this.file = folder.resolve("mail.log");
            this.random = random;
            this.source = opened(null);
        }

        private FileLogSource opened(@Nullable JsonNode position) {
            FileLogSource made = new FileLogSource(file, Clock.systemUTC(), Duration.ZERO);
            made.open(position, Start.BEGINNING);
            return made;
        }

        void step() throws IOException {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> write(random.nextInt(6));
                case 3 -> beginLine();
                case 4, 5 -> poll();
                case 6 -> restart();
                case 7 -> rotate(random.nextBoolean());
                default -> compressOldest();
            }
        }

        int poll() throws IOException {
            return source.poll(Duration.ZERO, this::take);
        }

        private void take(RawLine raw) {
            read.add(new String(raw.bytes(), StandardCharsets.UTF_8));
        }

        private void write(int lines) throws IOException {
            for (int i = 0; i < lines; i++) {
                beginLine();
                append("\n");
                written.add(unfinished);
                unfinished = "";
            }
        }

        /** The daemon is stopped in the middle of a line. */
        private void beginLine() throws IOException {
            String more = String.format("%08d %s", written.size(), "x".repeat(random.nextInt(400)));
            append(more);
            unfinished += more;
        }

        private void append(String text) throws IOException {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        private void restart() throws IOException {
            JsonNode position = JsonMapper.shared().readTree(source.position().toString());
            source.close();
            source = opened(position);
        }

        private void rotate(boolean copy) throws IOException {
            if (!unfinished.isEmpty() || !Files.exists(file) || Files.size(file) == 0) {
                return;
            }
            for (int number = written.size(); number > 0; number--) {
                for (String suffix : new String[] {"", ".gz"}) {
                    Path from = generation(number, suffix);
                    if (Files.exists(from)) {
                        Files.move(from, generation(number + 1, suffix));
                    }
                }
            }
            if (copy) {
                Files.copy(file, generation(1, ""));
                Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            } else {
                Files.move(file, generation(1, ""));
            }
        }

        private Path generation(int number, String suffix) {
            return file.resolveSibling("mail.log." + number + suffix);
        }

        private void compressOldest() throws IOException {
            for (int number = written.size(); number > 1; number--) {
                Path plain = generation(number, "");
                if (Files.exists(plain)) {
                    Path packed = generation(number, ".gz");
                    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                        Files.copy(plain, out);
                    }
                    Files.setLastModifiedTime(packed, Files.getLastModifiedTime(plain));
                    Files.delete(plain);
                    return;
                }
            }
        }

        void finish() throws IOException {
            write(1);
            while (poll() > 0) {
                continue;
            }
            source.close();
        }
    }
}
