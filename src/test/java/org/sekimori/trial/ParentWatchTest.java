package org.sekimori.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child command ends with its parent, even if that is killed and can end nothing. */
class ParentWatchTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Starts a child in a folder, and does nothing until it is killed. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            ChildCommand.start(
                    Child.class.getName(),
                    List.of(),
                    List.of(args).subList(1, args.length),
                    folder,
                    folder.resolve("report"),
                    folder.resolve("errors"));
            new CountDownLatch(1).await();
        }
    }

    /** Holds a lock, which the system takes back at its end, and would never end by itself. */
    public static final class Child {
        public static void main(String[] args) throws Exception {
            for (String busy : List.of(args).subList(1, args.length)) {
                Thread writer = new Thread(() -> comeAndGo(Path.of(busy)));
                writer.setDaemon(true);
                writer.start();
            }
            ParentWatch.begin();
            try (FileChannel file =
                            FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                Files.writeString(Path.of(args[0] + ".held"), held.toString());
                new CountDownLatch(1).await();
            }
        }

        /** Makes folders in a folder and takes them away, as a compiler does with its files, for as long as it can. */
        private static void comeAndGo(Path folder) {
            while (true) {
                try {
                    Files.createDirectories(folder);
                    for (int i = 0; i < 200; i++) {
                        Files.createDirectory(folder.resolve("one" + i));
                    }
                    for (int i = 0; i < 200; i++) {
                        Files.delete(folder.resolve("one" + i));
                    }
                } catch (IOException e) {
                    // Whoever ends this process takes them away at the same time; it begins anew.
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void aChildWhoseFilesComeAndGoMeanwhileEndsToo(@TempDir Path temporary) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("child"));
        Path lock = temporary.resolve("lock");
        List<String> arguments = List.of(
                folder.toString(),
                lock.toString(),
                folder.resolve("a").toString(),
                folder.resolve("b").toString());
        Process parent = new ProcessBuilder(JavaCommandLine.command(Parent.class.getName(), arguments))
                .redirectErrorStream(true)
                .start();
        try {
            awaitHeld(lock, parent);

            parent.destroyForcibly();

            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                await().atMost(PATIENCE).until(() -> file.tryLock() != null);
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aChildOfAKilledParentEndsAndTakesItsFolderAlong(@TempDir Path temporary) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("child"));
        Path lock = temporary.resolve("lock");
        Process parent = new ProcessBuilder(
                        JavaCommandLine.command(Parent.class.getName(), List.of(folder.toString(), lock.toString())))
                .redirectErrorStream(true)
                .start();
        try {
            awaitHeld(lock, parent);
            assertThat(folder).isNotEmptyDirectory();

            parent.destroyForcibly();

            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE);
                    FileLock freed = file.lock()) {
                assertThat(freed.isValid()).isTrue();
            }
            assertThat(folder).doesNotExist();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void awaitHeld(Path lock, Process parent) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(parent.isAlive()).isTrue();
            return Files.exists(Path.of(lock + ".held"));
        });
    }
}
