package org.sekimori.rig;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What an integration test waits for it mostly asks of a server or of another process, which takes more of the processor than what it waits
 * for. So it looks at once, and then less often and for longer than Awaitility does by itself. JUnit finds this class by itself.
 */
public final class PollingDefaults implements BeforeAllCallback {

    private static final Duration INTERVAL = Duration.ofMillis(300);
    /** Where a test says nothing else: others run beside it. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getSimpleName().endsWith("IT")) {
            Awaitility.setDefaultPollDelay(Duration.ZERO);
            Awaitility.setDefaultPollInterval(INTERVAL);
            Awaitility.setDefaultTimeout(LIMIT);
        }
    }
}
