package org.sekimori.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.server.InstanceName;
import org.sekimori.server.RulebookFolder;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.files.AtomicFileWriter;
import org.sekimori.stream.files.SecretFile;

/** What a lost power, a full disk or an editor leaves of the small files of a data folder. */
class DataFolderFilesTest {

    @TempDir
    private Path data;

    /** Empty, blank, and the zeros that some file systems leave. */
    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\0\0\0\0\0\0\0\0", "sekimori-1\0\0", "\u00ff\u00fe"})
    void anInstanceWhoseNameWasLostGetsANewOneForGood(String left) throws IOException {
        Files.write(data.resolve("instance-id"), left.getBytes(StandardCharsets.ISO_8859_1));

        String name = InstanceName.of(data);
        assertThat(name).matches("sekimori-[0-9a-f]{8}");
        assertThat(InstanceName.of(data)).isEqualTo(name);
        assertThat(Files.readString(data.resolve("instance-id"))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx 1", "sekimori/1", "関守", ".."})
    void aNameThatKafkaDoesNotTakeIsRefusedWithTheWayOut(String name) throws IOException {
        Files.writeString(data.resolve("instance-id"), name);
        assertThatThrownBy(() -> InstanceName.of(data))
                .isInstanceOf(UserFacingException.class)
                .hasMessageContaining("instance-id")
                .hasMessageContaining("or delete the file");
    }

    @Test
    void aNameThatIsGoodStays() throws IOException {
        Files.writeString(data.resolve("instance-id"), "mx1.isp-a_2\n");
        assertThat(InstanceName.of(data)).isEqualTo("mx1.isp-a_2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid=12a\n", "pid=1\nhttp=http", "pid=1\nhttp=h\nkafka=\\u12", "pid="})
    void aRunFileThatIsDamagedSaysSo(String left) throws IOException {
        Files.writeString(
                data.resolve("run.properties"),
                left.replace("pid=1\n", "pid=" + ProcessHandle.current().pid() + "\n"));
        assertThatThrownBy(() -> ServiceEndpoints.find(data))
                .isInstanceOf(UserFacingException.class)
                .hasMessageContaining("run.properties");
    }

    @Test
    void anEmptyRunFileIsNoService() throws IOException {
        Files.createFile(data.resolve("run.properties"));
        assertThatThrownBy(() -> ServiceEndpoints.find(data)).hasMessageContaining("no Sekimori runs over");
    }

    @Test
    void aRunFileIsReadAsItWasWritten() {
        ServiceEndpoints written = new ServiceEndpoints(
                ProcessHandle.current().pid(), "http://127.0.0.1:1", "127.0.0.1:2", "p.", "a:3", List.of("JP"), "/srv");
        written.write(data);
        assertThat(ServiceEndpoints.find(data)).isEqualTo(written);
    }

    @Test
    void whatTheRulesFolderHeldLastIsNotKnownFromAnEmptyFile() throws IOException {
        RulebookFolder folder = new RulebookFolder(data, List.of(), data.resolve("rulebook.seen"));
        folder.remember("0123456789abcdef");
        assertThat(folder.remembered()).isEqualTo("0123456789abcdef");
        Files.writeString(data.resolve("rulebook.seen"), "\n");
        assertThat(folder.remembered()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 64})
    void aSecretOfAnotherLengthIsNeverReplacedInSilence(int length) throws IOException {
        Path file = Files.write(data.resolve("recipients.key"), new byte[length]);
        assertThatThrownBy(() -> SecretFile.readOrCreate(file, 32))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("recipients.key", length + " bytes")
                .hasMessageContaining("put the right one there");
        assertThat(Files.size(file)).isEqualTo(length);
    }

    @Test
    void aSecretIsMadeOnceAndNothingElseIsLeftBehind() throws IOException {
        Path file = data.resolve("keys/questions.key");
        byte[] made = SecretFile.readOrCreate(file, 32);
        assertThat(SecretFile.readOrCreate(file, 32)).isEqualTo(made);
        assertThat(names(data.resolve("keys"))).containsExactly("questions.key");
    }

    /** A reader at any moment finds the old text or the new one. */
    @Test
    void aFileIsReplacedWhole() throws Exception {
        Path file = data.resolve("small");
        String one = "1".repeat(50_000);
        String two = "2".repeat(50_000);
        AtomicFileWriter.write(file, one);
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 50; i++) {
                    AtomicFileWriter.write(file, i % 2 == 0 ? two : one);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        while (writer.isAlive()) {
            assertThat(Files.readString(file)).isIn(one, two);
        }
        writer.join();
        assertThat(names(data)).containsExactly("small");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
