package org.sekimori.stream.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    private static final String PID = Long.toString(ProcessHandle.current().pid());

    @TempDir
    private Path folder;

    @Test
    void aSecondOneIsRefusedUnderAnyNameOfTheFolderUntilTheFirstIsReleased() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("data")));
        try (FolderLock first = FolderLock.take(folder.resolve("data"))) {
            assertThat(first).isNotNull();
            for (Path same : new Path[] {folder.resolve("data"), folder.resolve("./data/../data"), link}) {
                assertThatThrownBy(() -> FolderLock.take(same))
                        .isInstanceOf(UnusableFolderException.class)
                        .hasMessageContaining("is in use by process " + PID)
                        .hasMessageContaining("--data DIR");
            }
        }
        FolderLock.take(link).close();
    }

    @Test
    void whatADeadProcessLeftIsNoLock() throws IOException {
        Files.writeString(folder.resolve(FolderLock.FILE), "4194304");
        FolderLock.take(folder).close();
        assertThat(folder.resolve(FolderLock.FILE)).hasContent(PID);
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("data"));
        for (Path path : new Path[] {file, file.resolve("deeper")}) {
            assertThatThrownBy(() -> FolderLock.take(path))
                    .isInstanceOf(UnusableFolderException.class)
                    .hasMessageStartingWith("cannot use the folder " + path + " for data: ")
                    .hasMessageEndingWith("; mend that, or name another with --data DIR");
        }
    }

    @Test
    void filesOfAnotherUserAreNamedWithTheCommandThatMendsIt() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read and write everything");
        Path log = Files.createDirectories(folder.resolve("kafka/sekimori.events-0"))
                .resolve("0.log");
        Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
        assertThatThrownBy(() -> FolderLock.take(folder))
                .isInstanceOf(UnusableFolderException.class)
                .hasMessageContaining(log.toString())
                .hasMessageContaining("chmod -R u+rwX " + folder);
    }

    @Test
    void aKeyThatMayOnlyBeReadAndTheFoldersOfTheFileSystemAreNoHindrance() throws IOException {
        Path key = Files.createDirectories(folder.resolve("keys")).resolve("questions.key");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
        Files.createDirectory(
                folder.resolve("lost+found"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        FolderLock.take(folder).close();
    }
}
