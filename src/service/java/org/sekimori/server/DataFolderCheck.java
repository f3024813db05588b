package org.sekimori.server;

import java.nio.file.Path;
import org.sekimori.stream.files.FolderLock;
import org.sekimori.stream.files.UnusableFolderException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/** Looks at the data folder before the log file in it is opened, which would fail with the logging system's own stack trace. */
public final class DataFolderCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }

    /** @throws UnusableFolderException if another process has it, or this one may not read and write in it */
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        String folder = event.getEnvironment().getProperty("sekimori.data", "data");
        if (!folder.isBlank()) {
            FolderLock.take(Path.of(folder)).close();
        }
    }
}
