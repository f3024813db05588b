package org.sekimori.cli.dashboards;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.server.SekimoriProperties;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Option;

/** Address of Elasticsearch for a command without a running service: from the service's own variables, or from options. */
public final class ElasticsearchOptions {

    private static final String PREFIX = "SEKIMORI_ELASTICSEARCH_";

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            description = "Elasticsearch, for the templates. Default: SEKIMORI_ELASTICSEARCH_URL")
    private @Nullable URI url;

    @Option(
            names = "--elasticsearch-api-key-file",
            paramLabel = "FILE",
            description = "Encoded API key. Default: SEKIMORI_ELASTICSEARCH_API_KEY_FILE")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--elasticsearch-ca",
            paramLabel = "FILE",
            description = "Its authorities, PEM. Default: SEKIMORI_ELASTICSEARCH_CA")
    private @Nullable Path ca;

    @Option(
            names = "--elasticsearch-replicas",
            paramLabel = "N",
            description =
                    "Copies of each index, 0 for a single node. Default: SEKIMORI_ELASTICSEARCH_REPLICAS, or as the templates say that are there")
    private @Nullable Integer replicas;

    /**
     * Installs the templates.
     *
     * @return the changes, one per line
     * @throws UserFacingException if Elasticsearch refuses them or does not answer
     */
    public List<String> install(UnaryOperator<@Nullable String> environment, boolean overwrite) {
        UnaryOperator<@Nullable String> set = variable -> {
            String value = environment.apply(variable);
            return EmptyEnvironmentVariables.isEmpty(value) ? null : value;
        };
        SekimoriProperties.Elasticsearch settings = settings(set);
        if (settings.url() == null || settings.url().toString().isBlank()) {
            return List.of(
                    "templates: left out, no Elasticsearch is named; the service puts them when it starts to archive");
        }
        try {
            return ArchiveIndexer.install(settings.address(), copies(set), overwrite);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
    }

    private SekimoriProperties.Elasticsearch settings(UnaryOperator<@Nullable String> environment) {
        String named = environment.apply(PREFIX + "URL");
        String key = environment.apply(PREFIX + "API_KEY_FILE");
        String authorities = environment.apply(PREFIX + "CA");
        try {
            return new SekimoriProperties.Elasticsearch(
                    (url == null || url.toString().isBlank()) && named != null ? URI.create(named) : url,
                    apiKeyFile == null && key != null ? Path.of(key) : apiKeyFile,
                    ca == null && authorities != null ? Path.of(authorities) : ca,
                    1);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(PREFIX + "URL cannot be used: " + e.getMessage());
        }
    }

    /** Null: as in the templates that the service installed. */
    private @Nullable Integer copies(UnaryOperator<@Nullable String> environment) {
        String named = environment.apply(PREFIX + "REPLICAS");
        try {
            return replicas != null || named == null ? replicas : Integer.valueOf(named);
        } catch (NumberFormatException e) {
            throw new UserFacingException(PREFIX + "REPLICAS is no number: " + named);
        }
    }
}
