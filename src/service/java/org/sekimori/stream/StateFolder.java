package org.sekimori.stream;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;
import org.sekimori.stream.files.UnusableFolderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the step's state. All of it is derived from the log, so unreadable state is set aside and rebuilt. */
public final class StateFolder {

    private static final Logger logger = LoggerFactory.getLogger(StateFolder.class);

    /** The one folder that is kept for analysis; replaces the previous one. */
    private static final String ASIDE = ".set-aside";

    private final Path folder;

    public StateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the state; after a failure on existing state tries again on an empty folder.
     *
     * @throws UnusableFolderException if the folder cannot be set aside either
     */
    public <T> T openOrRebuild(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (RuntimeException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
            Path aside = folder.resolveSibling(folder.getFileName() + ASIDE);
            try {
                delete(aside);
                Files.move(folder, aside);
            } catch (IOException problem) {
                throw new UnusableFolderException(
                        "the state in " + folder + " cannot be opened (" + RootCause.root(e)
                                + ") and not be set aside (" + problem.getMessage()
                                + "); delete that folder, it is made anew from the log",
                        e);
            }
            logger.warn(
                    "The state in {} cannot be opened ({}); it is set aside as {} and made anew from the log",
                    folder,
                    RootCause.root(e),
                    aside);
            return opening.get();
        }
    }

    /**
     * Deletes the folder, to be rebuilt.
     *
     * @throws UnusableFolderException if that fails
     */
    public void delete() {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UnusableFolderException(
                    folder + " cannot be deleted (" + e.getMessage() + "); delete it, it is made anew from the log", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException problem) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
