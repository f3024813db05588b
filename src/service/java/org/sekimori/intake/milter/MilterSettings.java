package org.sekimori.intake.milter;

import java.time.Duration;
import org.sekimori.intake.SynchronousEndpoint;

/**
 * Settings of the milter.
 *
 * @param host address it listens on
 * @param port TCP port, 0: any free one
 * @param deadline of an answer before the fallback; 10 ms to 60 s
 * @param name of this endpoint in its records
 * @param body whether mail servers send the bodies of messages, which are counted for the size and dropped
 */
public record MilterSettings(String host, int port, Duration deadline, String name, boolean body) {
    public MilterSettings {
        SynchronousEndpoint.checkedDeadline(deadline);
    }
}
