package org.sekimori.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChunkReaderTest {

    private static List<String> lines(byte[] content) throws IOException {
        List<String> lines = new ArrayList<>();
        new LineChunkReader("file", 0)
                .read(
                        new ByteArrayInputStream(content),
                        chunk -> chunk.forEach(line -> lines.add(new String(line, StandardCharsets.UTF_8))));
        return lines;
    }

    private static List<String> lines(String content) throws IOException {
        return lines(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesEndWithALineFeedAndTheLastOneNeedNot() throws IOException {
        assertThat(lines("")).isEmpty();
        assertThat(lines("a\r\n\nb")).containsExactly("a", "", "b");
        assertThat(lines("a\nb\n")).containsExactly("a", "b");
    }

    @Test
    void linesAcrossChunksStayWholeAndNumbered() throws IOException {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            written.add("line " + i + " " + "x".repeat(i % 97));
        }
        List<Long> firsts = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<String> read = new ArrayList<>();
        byte[] content = String.join("\n", written).getBytes(StandardCharsets.UTF_8);
        new LineChunkReader("file", 0).read(new ByteArrayInputStream(content), chunk -> {
            firsts.add(((InputChunk.Lines) chunk).first());
            int before = read.size();
            chunk.forEach(line -> read.add(new String(line, StandardCharsets.UTF_8)));
            counts.add(read.size() - before);
        });
        assertThat(read).isEqualTo(written);
        assertThat(firsts).hasSizeGreaterThan(2).first().isEqualTo(1L);
        for (int i = 1; i < firsts.size(); i++) {
            assertThat(firsts.get(i)).isEqualTo(firsts.get(i - 1) + counts.get(i - 1));
        }
    }

    @Test
    void aLineLongerThanAChunkIsRead() throws IOException {
        String longLine = "y".repeat(1_000_000);
        assertThat(lines("a\n" + longLine + "\nb")).containsExactly("a", longLine, "b");
    }

    @Test
    void aLineThatNeverEndsIsRefused() {
        assertThatThrownBy(() -> lines(new byte[17 * 1024 * 1024]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file:1: the line is longer than 16 MiB");
    }
}
