package org.sekimori.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * {@code ./sekimori test} installs mail servers while Maven compiles and runs the unit tests. No integration test looks for them before
 * that is done. JUnit finds this class by itself, and asks it before any condition of a test.
 */
public final class AwaitInstalledServers implements ExecutionCondition {

    /** Holds the number of the process that installs, as long as it does. */
    private static final Path INSTALLING = Path.of("target", ".installing");

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final ConditionEvaluationResult GO_ON =
            ConditionEvaluationResult.enabled("nothing is being installed");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestClass().map(Class::getSimpleName).orElse("").endsWith("IT")) {
            await("the installation of servers").atMost(LIMIT).until(() -> !installing(INSTALLING));
        }
        return GO_ON;
    }

    /** Whether the process that a file names is running; one that was killed has left its file. */
    static boolean installing(Path file) {
        try {
            String pid = Files.readString(file).strip();
            return !pid.isEmpty()
                    && ProcessHandle.of(Long.parseLong(pid))
                            .map(ProcessHandle::isAlive)
                            .orElse(false);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
