package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    private Path folder;

    private String open(Path file) {
        try {
            if (Files.exists(file)) {
                throw new IllegalStateException(Files.readString(file));
            }
            return "open";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatCannotBeOpenedIsSetAsideAndOnlyTheLastOneIsKept() throws IOException {
        Path state = folder.resolve("state");
        for (String garbage : new String[] {"first", "second"}) {
            Path file = Files.createDirectories(state.resolve("0_1/rocksdb")).resolve("CURRENT");
            Files.writeString(file, garbage);
            assertThat(new StateFolder(state).openOrRebuild(() -> open(file))).isEqualTo("open");
            assertThat(folder.resolve("state.set-aside/0_1/rocksdb/CURRENT")).hasContent(garbage);
        }
        assertThat(folder.toFile().list()).containsExactly("state.set-aside");
    }

    @Test
    void itIsTriedOnceMoreAndNotForEver() throws IOException {
        Path state = Files.createDirectories(folder.resolve("state"));
        int[] asked = {0};
        assertThatThrownBy(() -> new StateFolder(state).openOrRebuild(() -> {
                    asked[0]++;
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void withoutStateNothingIsTriedAgain() {
        assertThatThrownBy(() -> new StateFolder(folder.resolve("state")).openOrRebuild(() -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(folder).isEmptyDirectory();
    }
}
