package org.sekimori.lab.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.Account;

class StateSnapshotTest {

    @TempDir
    private Path folder;

    private static StateSnapshot snapshot() {
        TreeMap<Account, byte[]> states = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            byte[] state = new byte[i];
            Arrays.fill(state, (byte) (i * 31));
            states.put(Account.of("u" + i + "@isp.example"), state);
        }
        return new StateSnapshot(Instant.parse("2026-06-01T00:00:00.000000001Z"), "0123456789abcdef", states);
    }

    @Test
    void whatIsWrittenIsReadAndTheSameStatesAreTheSameBytes() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        snapshot().write(one);
        snapshot().write(two);
        assertThat(one).hasSameBinaryContentAs(two);
        StateSnapshot read = StateSnapshot.read(one);
        assertThat(read.time()).isEqualTo(snapshot().time());
        assertThat(read.rulebook()).isEqualTo("0123456789abcdef");
        assertThat(read.states().keySet()).isEqualTo(snapshot().states().keySet());
        read.states().forEach((account, state) -> assertThat(state)
                .isEqualTo(snapshot().states().get(account)));
    }

    @Test
    void aSnapshotReplacesTheOneBeforeAndLeavesNothingBesideIt() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        snapshot().write(file);
        assertThat(StateSnapshot.read(file).states()).hasSize(500);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aSnapshotThatIsCutOffAnywhereIsRefusedByOneSentence() throws IOException {
        Path file = folder.resolve("file");
        snapshot().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> StateSnapshot.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aChangedByteIsNoticedWhereverItIs() throws IOException {
        Path file = folder.resolve("file");
        snapshot().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 11) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            Files.write(file, changed);
            // A few bits of a zstd head say nothing of the content.
            if (!sameContent(file)) {
                assertThatThrownBy(() -> StateSnapshot.read(file))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(file.toString());
            }
        }
    }

    private static boolean sameContent(Path file) {
        try {
            return StateSnapshot.read(file).states().size() == 500;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void anotherFileAndAnotherVersionAreToldApart() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "{\"type\":\"mail\"}\n".repeat(10));
        assertThatThrownBy(() -> StateSnapshot.read(other)).hasMessageContaining("is no snapshot");
        ByteArrayOutputStream newer = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(newer);
        out.write("sekimori snapshot\n".getBytes(StandardCharsets.US_ASCII));
        out.writeInt(9);
        Path file = Files.write(folder.resolve("newer"), newer.toByteArray());
        assertThatThrownBy(() -> StateSnapshot.read(file)).hasMessageContaining("format 9, this version reads 1");
    }
}
