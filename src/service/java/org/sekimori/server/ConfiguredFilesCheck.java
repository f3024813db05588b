package org.sekimori.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.FileAccessDiagnosis;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Checks at the start that the configured files are readable. An unreadable file that determines decisions or trust stops the
 * start, because the service would differ from the configured one. Other files are reread regularly, so the service starts and
 * names those it waits for.
 */
public final class ConfiguredFilesCheck {

    private static final Logger logger = LoggerFactory.getLogger(ConfiguredFilesCheck.class);

    public static final List<String> CONFIGURATION =
            List.of("application.yml", "application.yaml", "application.properties");

    private ConfiguredFilesCheck() {}

    /**
     * Refuses an unreadable configuration folder, which Spring Boot would take for missing and start with defaults.
     *
     * @param folder where the configuration is looked up
     * @throws UserFacingException naming the unreadable file
     */
    public static void requireConfiguration(Path folder) {
        Path config = folder.resolve("config");
        require(config);
        for (String name : CONFIGURATION) {
            require(folder.resolve(name));
            require(config.resolve(name));
        }
    }

    private static void require(Path file) {
        if (FileAccessDiagnosis.isUnreadable(file)) {
            throw new UserFacingException("the configuration in " + file + " " + FileAccessDiagnosis.explain(file));
        }
        if (Files.isRegularFile(file) && !file.toString().endsWith(".properties")) {
            requireYaml(file);
        }
    }

    /**
     * Reads the file by Spring Boot's own loader, because what that one refuses is what counts.
     *
     * @throws UserFacingException with the line; what reads the file otherwise does not say which one it is
     */
    static void requireYaml(Path file) {
        try {
            new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new UserFacingException("the configuration in " + file
                    + (mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    + " is not YAML: " + e.getProblem());
        } catch (IOException | YAMLException e) {
            throw new UserFacingException("the configuration in " + file + " cannot be read: " + e.getMessage());
        }
    }

    /** Warns of each file that the service starts without. */
    static void warnAboutUnreadable(SekimoriProperties settings) {
        named(settings).forEach((property, file) -> {
            if (FileAccessDiagnosis.isUnreadable(file)) {
                logger.warn(
                        "sekimori.{} names {}, which {}; going on without it",
                        property,
                        file,
                        FileAccessDiagnosis.explain(file));
            }
        });
    }

    /** By property, those that are set. */
    private static Map<String, Path> named(SekimoriProperties settings) {
        Map<String, Path> named = new LinkedHashMap<>();
        add(named, "geo.country", settings.geo().country());
        add(named, "geo.asn", settings.geo().asn());
        add(named, "geo.anonymous", settings.geo().anonymous());
        add(named, "geo.connection", settings.geo().connection());
        add(named, "elasticsearch.api-key-file", settings.elasticsearch().apiKeyFile());
        add(named, "elasticsearch.ca", settings.elasticsearch().ca());
        NoticeProperties notices = settings.notices();
        add(named, "notices.smtp.password-file", notices.smtp().passwordFile());
        add(named, "notices.contacts.file", notices.contacts().file());
        add(named, "notices.contacts.token-file", notices.contacts().tokenFile());
        for (int i = 0; i < notices.webhooks().size(); i++) {
            NoticeProperties.Receiver receiver = notices.webhooks().get(i);
            add(named, "notices.webhooks[" + i + "].secret-file", receiver.secretFile());
            add(named, "notices.webhooks[" + i + "].routing-key-file", receiver.routingKeyFile());
        }
        return named;
    }

    private static void add(Map<String, Path> named, String property, @Nullable Path file) {
        if (file != null) {
            named.put(property, file);
        }
    }
}
