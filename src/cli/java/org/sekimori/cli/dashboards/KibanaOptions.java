package org.sekimori.cli.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.kibana.KibanaAddress;
import org.sekimori.archive.kibana.KibanaCredentials;
import org.sekimori.archive.kibana.KibanaException;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.FileAccessDiagnosis;
import picocli.CommandLine.Option;

/**
 * Address and credentials of Kibana. Secrets come from files or from the environment, never from the command line, which others
 * see.
 */
public final class KibanaOptions {

    private static final String LOCAL = "http://127.0.0.1:5601";

    @Option(
            names = "--kibana",
            paramLabel = "URL",
            description = "Where Kibana is, with its base path if it has one. Default: SEKIMORI_KIBANA_URL, or " + LOCAL
                    + ".")
    private @Nullable String url;

    @Option(
            names = "--space",
            defaultValue = "default",
            description = "Space that the dashboards go into. It must exist. Default: ${DEFAULT-VALUE}.")
    String space = "default";

    @Option(
            names = "--kibana-user",
            paramLabel = "NAME",
            description = "Who asks; the password is in --kibana-password-file or SEKIMORI_KIBANA_PASSWORD.")
    @Nullable
    String user;

    @Option(names = "--kibana-password-file", paramLabel = "FILE", description = "File with that user's password.")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--kibana-api-key-file",
            paramLabel = "FILE",
            description = "File with an API key as Kibana shows it (encoded); or SEKIMORI_KIBANA_API_KEY.")
    @Nullable
    Path apiKeyFile;

    @Option(
            names = "--kibana-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) that Kibana's must be signed by. Default: those that Java knows.")
    @Nullable
    Path ca;

    /** @param environment value of a variable; null if it is not set */
    public KibanaAddress address(UnaryOperator<@Nullable String> environment) throws KibanaException {
        String named = EmptyEnvironmentVariables.isEmpty(url) ? environment.apply("SEKIMORI_KIBANA_URL") : url;
        return KibanaAddress.of(named == null || named.isBlank() ? LOCAL : named, space);
    }

    /**
     * The credentials.
     *
     * @param environment value of a variable; null if it is not set
     * @throws UserFacingException if a secret is missing, or there are two
     */
    KibanaCredentials access(UnaryOperator<@Nullable String> environment) throws KibanaException {
        KibanaCredentials access = identity(environment);
        return ca == null ? access : access.trusting(ca);
    }

    private KibanaCredentials identity(UnaryOperator<@Nullable String> environment) {
        if (user != null && apiKeyFile != null) {
            throw new UserFacingException("give either --kibana-user or --kibana-api-key-file, not both");
        }
        if (user != null) {
            String password = secret(passwordFile, environment.apply("SEKIMORI_KIBANA_PASSWORD"));
            if (password == null) {
                throw new UserFacingException(
                        "no password for " + user + ": give --kibana-password-file, or set SEKIMORI_KIBANA_PASSWORD");
            }
            return KibanaCredentials.user(user, password);
        }
        if (passwordFile != null) {
            throw new UserFacingException("--kibana-password-file needs --kibana-user");
        }
        String key = secret(apiKeyFile, environment.apply("SEKIMORI_KIBANA_API_KEY"));
        return key == null ? KibanaCredentials.anonymous() : KibanaCredentials.apiKey(key);
    }

    private static @Nullable String secret(@Nullable Path file, @Nullable String variable) {
        if (file == null) {
            return variable == null || variable.isBlank() ? null : variable.strip();
        }
        if (FileAccessDiagnosis.isUnreadable(file)) {
            throw new UserFacingException(file + " " + FileAccessDiagnosis.explain(file));
        }
        try {
            String secret = Files.readString(file).strip();
            // A header cannot hold a second line, and its error would print the secret.
            if (secret.isEmpty() || secret.lines().count() > 1) {
                throw new UserFacingException(file + " must hold the secret on one line and nothing else");
            }
            return secret;
        } catch (IOException e) {
            throw new UserFacingException("cannot read " + file + ": " + e.getMessage());
        }
    }
}
