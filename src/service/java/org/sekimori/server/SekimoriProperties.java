package org.sekimori.server;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ElasticsearchAddress;
import org.sekimori.intake.authpolicy.AuthPolicySettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.AccountAliases;
import org.sekimori.stream.broker.DiskSpaceMonitor;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.rulebook.RulebookHmacKeys;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.TrialSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of a running service, as {@code sekimori.…} properties or {@code SEKIMORI_…} variables.
 *
 * @param data folder of this instance's data
 * @param rules folder of the rulebook
 * @param watchRules publishes the folder after each change
 * @param home home countries of every domain that names none in {@code policy.yml}; empty: as in the file
 * @param replaceKeys fingerprints of shared keys on the log that this instance's keys replace; empty: the keys must match
 * @param rulebooks how rulebooks are accepted
 * @param publishers file with the publishers' rights; by default {@link #PUBLISHERS}, which may be missing
 * @param warmUp longest time of requests to itself before the service is ready; 0: none
 * @param disk disk space
 * @param kafka the log
 * @param postfix the policy server for Postfix
 * @param milter the milter for Postfix and Sendmail
 * @param authPolicy log-ins that mail servers ask about and report
 * @param account normalisation of log-ins
 * @param events time rules of events
 * @param neighbours what accounts are told of others
 * @param geo databases
 * @param elasticsearch the archive
 * @param notices notices about cases
 * @param follow followers of mail servers' logs, by their names
 */
@Validated
@ConfigurationProperties("sekimori")
public record SekimoriProperties(
        @DefaultValue("data") Path data,
        @DefaultValue("rules") Path rules,
        @DefaultValue("false") boolean watchRules,
        @DefaultValue List<String> home,
        @DefaultValue Set<String> replaceKeys,
        @Valid @DefaultValue Rulebooks rulebooks,
        @Nullable Path publishers,

        @DefaultValue("4s") @DurationMin @DurationMax(minutes = 1)
        Duration warmUp,

        @Valid @DefaultValue Disk disk,
        @Valid @DefaultValue Kafka kafka,
        @Valid @DefaultValue Postfix postfix,
        @Valid @DefaultValue Milter milter,
        @Valid @DefaultValue AuthPolicy authPolicy,
        @Valid @DefaultValue Naming account,
        @Valid @DefaultValue Events events,
        @Valid @DefaultValue Neighbours neighbours,
        @Valid @DefaultValue Geo geo,
        @Valid @DefaultValue Elasticsearch elasticsearch,
        @Valid @DefaultValue NoticeProperties notices,
        @DefaultValue Map<String, FollowerProperties> follow) {

    /** Where publishers are listed if no other file is named. */
    public static final Path PUBLISHERS = Path.of("config", "publishers.yml");

    /**
     * The file with the publishers' rights.
     *
     * @throws UserFacingException if a named file is missing: without it more would be trusted than its author meant
     */
    Path publishersFile() {
        if (publishers == null) {
            return Installation.folder(PUBLISHERS.toString());
        }
        if (Files.notExists(publishers)) {
            throw new UserFacingException(
                    "the property sekimori.publishers names " + publishers
                            + ", and there is no such file; put it there (docs/examples/publishers.yml), or leave the property out");
        }
        return publishers;
    }

    /**
     * @param trial how a rulebook is tried before it is compiled in this process
     * @param signingKeyFile file with the keys that authenticate instances' rulebooks on the log; none: all are accepted
     * @param vouchFor id of the active rulebook without a MAC that this start is to sign
     */
    record Rulebooks(
            @Valid @DefaultValue Trial trial,
            @Nullable Path signingKeyFile,
            @Nullable String vouchFor) {

        /**
         * @param deadline after which its process is ended
         * @param isolation whether new rulebooks are refused where the system can cut off neither network nor files
         */
        record Trial(
                @DefaultValue("60s") @DurationMin(seconds = 5) @DurationMax(minutes = 10)
                Duration deadline,

                @DefaultValue("best-effort") TrialSettings.IsolationLevel isolation) {}

        RulebookAcceptancePolicy terms(List<String> home, RulebookTrial tried) {
            return new RulebookAcceptancePolicy(
                    home,
                    tried,
                    signingKeyFile == null ? RulebookHmacKeys.NONE : RulebookHmacKeys.read(signingKeyFile),
                    vouchFor);
        }
    }

    /**
     * @param floor least space: with less the service does not start, and its own broker pauses
     */
    record Disk(@DefaultValue("256MB") DataSize floor) {

        Disk {
            if (floor.toBytes() < DiskSpaceMonitor.LEAST_FLOOR) {
                throw new IllegalArgumentException(
                        "sekimori.disk.floor must be at least 16MB, not " + floor.toMegabytes() + "MB");
            }
        }
    }

    /**
     * @param bootstrapServers brokers; empty: a broker is started in this process
     * @param port of the embedded broker on loopback
     * @param prefix of topics, groups and applications
     * @param partitions of {@code events}; fixed once the topic exists
     * @param replicas of topics; 3 for a cluster
     * @param threads that step accounts
     * @param standbys copies of the state on other instances
     * @param commitInterval between two commits
     * @param cache for accounts in use
     * @param client further settings of every Kafka client
     */
    public record Kafka(
            @DefaultValue("") String bootstrapServers,
            @DefaultValue("9092") @Min(0) @Max(65535) int port,
            @DefaultValue("sekimori.") @NotBlank String prefix,
            @DefaultValue("8") @Min(1) @Max(512) int partitions,
            @DefaultValue("1") @Min(1) @Max(9) short replicas,
            @DefaultValue("2") @Min(1) @Max(64) int threads,
            @DefaultValue("0") @Min(0) @Max(5) int standbys,

            @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 60)
            Duration commitInterval,

            @DefaultValue("32MB") DataSize cache,
            @DefaultValue Map<String, String> client) {}

    /**
     * @param host address to listen on
     * @param port to listen on
     * @param deadline before the fallback answers
     * @param fallback the fallback: {@code pass}, {@code defer} or {@code local}
     * @param submissionPorts ports of the mail servers that require a log-in, for warnings
     * @param utf8Replies whether clients get the text in the domain's language, as UTF-8, instead of English
     */
    public record Postfix(
            @DefaultValue("127.0.0.1") @NotBlank String host,
            @DefaultValue("10031") @Min(0) @Max(65535) int port,

            @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 60)
            Duration deadline,

            @DefaultValue("pass") FallbackMode fallback,
            @DefaultValue({"587", "465"}) Set<@Min(1) @Max(65535) Integer> submissionPorts,
            @DefaultValue("false") boolean utf8Replies) {}

    /**
     * Deadline and fallback are those of {@link Postfix}.
     *
     * @param host address to listen on
     * @param port to listen on; none: there is no milter
     * @param body whether mail servers send the bodies of messages, for their size
     */
    public record Milter(
            @DefaultValue("127.0.0.1") @NotBlank String host,
            @Nullable @Min(0) @Max(65535) Integer port,
            @DefaultValue("true") boolean body) {}

    /**
     * @param refuse ids of the rules whose rejection a log-in gets already; empty: no log-in is refused
     * @param protocols protocols whose log-ins may be refused; {@code imap} or {@code pop3} lock people out of their mail
     * @param successes protocols whose successful log-ins become events; {@code *}: all
     */
    public record AuthPolicy(
            @DefaultValue Set<String> refuse,
            @DefaultValue({"smtp", "submission"}) Set<String> protocols,
            @DefaultValue({"smtp", "submission"}) Set<String> successes) {

        AuthPolicySettings settings() {
            return new AuthPolicySettings(refuse, protocols, successes);
        }
    }

    /** Fallback answer while the log does not answer. */
    public enum FallbackMode {
        /** Accept. */
        PASS,
        /** Ask the client to try again. */
        DEFER,
        /** Decide by country, holds and grants as last read. */
        LOCAL
    }

    /**
     * @param defaultDomain added to log-ins without one
     * @param subAddressDelimiters characters that start a sub-address, such as {@code +}
     * @param separators characters that replace the {@code @} in log-ins without one
     * @param domainFirstSeparators the same for log-ins that begin with their domain
     */
    public record Naming(
            @DefaultValue("") String defaultDomain,
            @DefaultValue("") String subAddressDelimiters,

            @DefaultValue(Account.LoginNormalizer.USUAL_SEPARATORS)
            String separators,

            @DefaultValue("") String domainFirstSeparators) {

        /**
         * How log-ins become accounts.
         *
         * @throws UserFacingException if a setting makes no sense
         */
        Account.LoginNormalizer naming(Supplier<AccountAliases> aliases) {
            try {
                return new Account.LoginNormalizer(
                        defaultDomain, subAddressDelimiters, separators, domainFirstSeparators, aliases);
            } catch (IllegalArgumentException e) {
                throw new UserFacingException("the property sekimori.account." + e.getMessage());
            }
        }
    }

    /**
     * @param lateAfter longest delay of an attempt that counts at its own time; a later one counts at its arrival
     */
    record Events(
            @DefaultValue("5m") @DurationMin(minutes = 1) @DurationMax(days = 35)
            Duration lateAfter) {}

    /**
     * @param enabled whether accounts are told of others that share something with them, if a rule asks; the same on all instances
     */
    record Neighbours(@DefaultValue("true") boolean enabled) {}

    /**
     * @param country MMDB file with countries; none: the file of {@code geo refresh}, else the starter database
     * @param asn MMDB file with autonomous systems; none: likewise
     * @param anonymous MMDB file GeoIP2-Anonymous-IP; none: no address is known to be hosted or anonymous
     * @param connection MMDB file GeoIP2-Connection-Type; none: no connection is known
     * @param poll interval of checks for changed files
     */
    public record Geo(
            @Nullable Path country,
            @Nullable Path asn,
            @Nullable Path anonymous,
            @Nullable Path connection,
            @DefaultValue("5s") Duration poll) {}

    /**
     * @param url such as {@code https://es.example:9200}; none: no archive
     * @param apiKeyFile file with the encoded API key; none for a cluster without security
     * @param ca PEM file with the cluster's certificate authorities; none: Java's
     * @param replicas of each index; 0 for a single node
     */
    public record Elasticsearch(
            @Nullable URI url,
            @Nullable Path apiKeyFile,
            @Nullable Path ca,
            @DefaultValue("1") @Min(0) @Max(9) int replicas) {

        /**
         * Address and credentials of the cluster.
         *
         * @throws UserFacingException if the address is missing or unusable
         */
        public ElasticsearchAddress address() {
            if (url == null) {
                throw new UserFacingException(
                        "no Elasticsearch is named; set SEKIMORI_ELASTICSEARCH_URL=https://host:9200");
            }
            try {
                return new ElasticsearchAddress(url, apiKeyFile, ca);
            } catch (IllegalArgumentException e) {
                throw new UserFacingException("sekimori.elasticsearch.url: " + e.getMessage());
            }
        }
    }
}
