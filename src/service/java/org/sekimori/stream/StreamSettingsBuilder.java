package org.sekimori.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Builds settings one component at a time; the components are described and checked by {@link StreamSettings}. */
public final class StreamSettingsBuilder {

    private final String bootstrapServers;
    private final String prefix;
    private final Path folder;
    private final String instance;
    private int partitions = 1;
    private short replicas = 1;
    private int threads = 1;
    private int standbys;
    private Duration commitInterval = Duration.ofSeconds(1);
    private long cacheBytes;
    private boolean neighbours = true;
    private boolean alone;
    private Map<String, String> client = Map.of();

    StreamSettingsBuilder(String bootstrapServers, String prefix, Path folder, String instance) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
        this.folder = folder;
        this.instance = instance;
    }

    public StreamSettingsBuilder partitions(int value) {
        partitions = value;
        return this;
    }

    public StreamSettingsBuilder replicas(short value) {
        replicas = value;
        return this;
    }

    public StreamSettingsBuilder threads(int value) {
        threads = value;
        return this;
    }

    public StreamSettingsBuilder standbys(int value) {
        standbys = value;
        return this;
    }

    public StreamSettingsBuilder commitInterval(Duration value) {
        commitInterval = value;
        return this;
    }

    public StreamSettingsBuilder cacheBytes(long value) {
        cacheBytes = value;
        return this;
    }

    public StreamSettingsBuilder neighbours(boolean value) {
        neighbours = value;
        return this;
    }

    public StreamSettingsBuilder alone(boolean value) {
        alone = value;
        return this;
    }

    public StreamSettingsBuilder client(Map<String, String> value) {
        client = value;
        return this;
    }

    /** The settings. */
    public StreamSettings build() {
        return new StreamSettings(
                bootstrapServers,
                prefix,
                folder,
                instance,
                partitions,
                replicas,
                threads,
                standbys,
                commitInterval,
                cacheBytes,
                neighbours,
                alone,
                client);
    }
}
