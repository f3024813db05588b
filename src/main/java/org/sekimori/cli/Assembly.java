package org.sekimori.cli;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.sekimori.api.ApiSettings;
import org.sekimori.api.DecisionExplainer;
import org.sekimori.archive.Archive;
import org.sekimori.archive.DecisionSearch;
import org.sekimori.archive.LogLookups;
import org.sekimori.followup.Followup;
import org.sekimori.followup.FollowupSettings;
import org.sekimori.followup.QuestionTokens;
import org.sekimori.geo.GatewayWatch;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.ClockWatch;
import org.sekimori.intake.EventReader;
import org.sekimori.intake.Publishers;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.UnnameableLogIns;
import org.sekimori.intake.WaitingDoor;
import org.sekimori.intake.http.DecisionDesk;
import org.sekimori.intake.http.EventDesk;
import org.sekimori.intake.postfix.DoorSettings;
import org.sekimori.intake.postfix.PostfixDoor;
import org.sekimori.intake.postfix.WiringWatch;
import org.sekimori.mail.Account;
import org.sekimori.stream.Belt;
import org.sekimori.stream.DiskWatch;
import org.sekimori.stream.FolderLock;
import org.sekimori.stream.Log;
import org.sekimori.stream.NoticeLedger;
import org.sekimori.stream.OutcomeWatch;
import org.sekimori.stream.RulebookDesk;
import org.sekimori.stream.RulebookTerms;
import org.sekimori.stream.SharedKeys;
import org.sekimori.stream.Standing;
import org.sekimori.stream.StandingRules;
import org.sekimori.stream.StreamSettings;
import org.sekimori.trial.ChildTrial;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.TrialSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** How a running service is put together; beans are made in the order in which they need each other. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
@EnableScheduling
class Assembly {

    private static final Logger logger = LoggerFactory.getLogger(Assembly.class);

    private static final Duration STARTING = Duration.ofMinutes(2);

    /** Static: it is needed before anything is bound. */
    @Bean
    static EmptyProperties emptyProperties() {
        return new EmptyProperties();
    }

    /** Static: the same. */
    @Bean
    static CustomEditorConfigurer paths() {
        CustomEditorConfigurer editors = new CustomEditorConfigurer();
        editors.setCustomEditors(Map.of(Path.class, PathText.class));
        return editors;
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    AliasesInForce aliasesInForce() {
        return new AliasesInForce();
    }

    @Bean
    Account.Naming naming(Settings settings, AliasesInForce aliases) {
        return settings.account().naming(aliases);
    }

    @Bean
    UnnameableLogIns unnameableLogIns(MeterRegistry registry, Clock clock) {
        return new UnnameableLogIns(registry, clock);
    }

    /** Compiling takes two seconds the first time, and so does starting a broker: they go side by side. */
    @Bean
    StartingRulebook startingRulebook(Settings settings, RulebookTrial trial) {
        Starting.says("  rulebook   compiling the rules in " + settings.rules() + " and running their tests");
        return StartingRulebook.load(RulesFolder.of(settings), trial);
    }

    @Bean
    RulebookTrial rulebookTrial(Settings settings) {
        Settings.Rulebooks.Trial trial = settings.rulebooks().trial();
        Path accepted = settings.data().resolve("rulebooks.accepted");
        return new ChildTrial(new TrialSettings(trial.deadline(), trial.isolation(), accepted, false), Sekimori.class);
    }

    /** Before anything in the folder is read or written: of two processes over it neither would have a log in the end. */
    @Bean
    FolderLock dataFolder(Settings settings) {
        FolderLock lock = FolderLock.take(settings.data());
        DiskWatch.require(settings.data(), settings.disk().floor().toBytes());
        NamedFiles.warn(settings);
        return lock;
    }

    @Bean
    DiskWatch diskWatch(Settings settings, LogAddress log, MeterRegistry registry) {
        return DiskWatch.start(settings.data(), settings.disk().floor().toBytes(), log.broker(), registry);
    }

    @Bean
    LogAddress logAddress(Settings settings, FolderLock dataFolder) throws InterruptedException {
        return LogAddress.of(settings);
    }

    @Bean
    OriginResolver originResolver(Settings settings, Clock clock) {
        Path networks = settings.rules().resolve("networks");
        return OriginResolver.open(
                new GeoFiles(
                        settings.geo().country(),
                        settings.geo().asn(),
                        LoadedRulebook.present(networks.resolve("relays.yml")),
                        LoadedRulebook.present(networks.resolve("overrides.yml")),
                        settings.data().resolve(GeoCommands.FOLDER)),
                clock);
    }

    @Bean
    GatewayWatch gatewayWatch() {
        return new GatewayWatch();
    }

    /** The keys that the instances on a log share; both files are held against the log before anything is hashed or signed. */
    @Bean
    SharedKeyFiles sharedKeyFiles(Settings settings, StreamSettings stream, Clock clock) throws InterruptedException {
        return SharedKeyFiles.agreed(settings, SharedKeys.open(stream, settings.replaceKeys(), clock));
    }

    @Bean
    RecipientHasher recipientHasher(SharedKeyFiles keys) throws IOException {
        return RecipientHasher.fromFile(keys.recipients());
    }

    @Bean
    EventReader eventReader(
            OriginResolver origins,
            GatewayWatch gateways,
            RecipientHasher recipientHasher,
            Account.Naming naming,
            UnnameableLogIns unnameable,
            Settings settings,
            ClockWatch clocks,
            Publishers publishers,
            Clock clock) {
        return new EventReader(
                naming,
                recipientHasher,
                origins::locate,
                gateways::note,
                clock,
                settings.events().lateAfter(),
                clocks,
                unnameable,
                publishers);
    }

    /** Not named {@code publishers}: that is its name on the health page. */
    @Bean
    Publishers knownPublishers(Settings settings, LogAddress log, MeterRegistry registry, Clock clock) {
        try {
            String inbox = settings.kafka().prefix() + "inbox";
            Publishers publishers = Publishers.open(settings.publishersFile(), inbox, log.embedded(), registry, clock);
            if (publishers.trustsAnybody()) {
                logger.warn("Believed without a signature: {}", String.join("; ", publishers.trusts()));
            }
            return publishers;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        }
    }

    @Bean
    ClockWatch clockWatch() {
        return new ClockWatch();
    }

    @Bean
    StreamSettings streamSettings(Settings settings, LogAddress log) {
        Settings.Kafka kafka = settings.kafka();
        return new StreamSettings(
                log.bootstrapServers(),
                kafka.prefix(),
                settings.data(),
                InstanceName.of(settings.data()),
                kafka.partitions(),
                kafka.replicas(),
                kafka.threads(),
                kafka.standbys(),
                kafka.commitInterval(),
                kafka.cache().toBytes(),
                kafka.client());
    }

    /** Not named {@code belt}: that is its name on the health page. */
    @Bean
    Belt runningBelt(
            Settings settings,
            StreamSettings stream,
            StartingRulebook starting,
            EventReader reader,
            AliasesInForce aliases,
            RulebookTrial trial,
            MeterRegistry registry,
            Clock clock)
            throws InterruptedException {
        RulebookTerms terms = settings.rulebooks().terms(settings.home(), trial);
        Starting.says("  stores     making topics, and restoring what is known of each account");
        Belt belt = starting.start(
                brought -> Belt.start(stream, brought, terms, reader, aliases::follow, registry, clock),
                Belt::rulebooks);
        belt.awaitReady(STARTING);
        return belt;
    }

    @Bean
    OutcomeWatch outcomeWatch(Belt belt) {
        return belt.outcomes();
    }

    @Bean
    RulebookDesk rulebookDesk(Belt belt) {
        return belt.rulebooks();
    }

    /** Only where it is configured: on a shared log the folder of one instance would decide for all. */
    @Bean
    @Conditional(Switches.WatchRules.class)
    RulesWatch rulesWatch(Settings settings, StartingRulebook starting, RulebookDesk desk) {
        return new RulesWatch(RulesFolder.of(settings), desk, starting.id());
    }

    /**
     * Only where an Elasticsearch is named; it comes after the belt, which makes the topics. Not named {@code archive}: that is its
     * name on the health page.
     */
    @Bean
    @Conditional(Switches.Elasticsearch.class)
    Archive runningArchive(Settings settings, Belt belt, StreamSettings stream, MeterRegistry registry, Clock clock) {
        Settings.Elasticsearch elasticsearch = settings.elasticsearch();
        return Archive.start(stream, elasticsearch.address(), elasticsearch.replicas(), registry, clock);
    }

    @Bean
    @Conditional(Switches.Elasticsearch.class)
    DecisionSearch decisionSearch(Settings settings, Archive archive) {
        return DecisionSearch.open(settings.elasticsearch().address(), archive::condition);
    }

    /** For whoever has no archive, or one that does not answer; each search reads with a client of its own. */
    @Bean
    LogLookups logLookups(StreamSettings stream, Belt belt) {
        return new LogLookups(stream.access(), belt::look);
    }

    @Bean
    DecisionExplainer decisionExplainer(StreamSettings stream, RulebookTrial trial, Standing standing) {
        return new Explanations(stream.access(), trial, standing);
    }

    @Bean
    Log log(Belt belt) {
        return belt.log();
    }

    @Bean
    Standing standing(Belt belt) {
        return belt.projections();
    }

    @Bean
    ApiSettings apiSettings(Settings settings, FolderLock dataFolder) {
        return ApiSettings.under(settings.data());
    }

    @Bean
    DoorFallback fallback(Settings settings, RulebookDesk desk, Belt belt) {
        return new DoorFallback(
                settings.postfix().fallback(), () -> desk.state().rulebook(), belt.projections());
    }

    /** For what somebody only wonders about; the door has its own, which waits for nobody. */
    @Bean
    StandingRules standingRules(RulebookDesk desk, Belt belt) {
        return new StandingRules(() -> desk.state().rulebook(), belt.projections());
    }

    @Bean
    WiringWatch wiringWatch(Settings settings, Clock clock) {
        return new WiringWatch(clock, settings.postfix().submissionPorts());
    }

    @Bean
    PostfixDoor postfixDoor(
            Settings settings,
            Belt belt,
            OriginResolver origins,
            GatewayWatch gateways,
            RecipientHasher recipientHasher,
            Account.Naming naming,
            DoorFallback fallback,
            WiringWatch wiring,
            MeterRegistry registry,
            Clock clock) {
        Starting.says("  doors      opening the ports for Postfix, HTTP and health");
        Settings.Postfix postfix = settings.postfix();
        DoorSettings door = new DoorSettings(
                postfix.host(),
                postfix.port(),
                postfix.deadline(),
                naming,
                "postfix@" + InstanceName.of(settings.data()),
                postfix.utf8Replies());
        return PostfixDoor.open(
                door,
                belt.log(),
                origins::locate,
                gateways::note,
                recipientHasher::hash,
                fallback,
                wiring,
                registry,
                clock);
    }

    /** Behind HTTP, with the deadline and the fallback of the door for Postfix. */
    @Bean
    DecisionDesk decisionDesk(
            Settings settings,
            Log log,
            EventReader reader,
            DoorFallback fallback,
            MeterRegistry registry,
            Clock clock) {
        String name = "http@" + InstanceName.of(settings.data());
        Duration deadline = settings.postfix().deadline();
        WaitingDoor door = new WaitingDoor("http", name, deadline, log, fallback, registry);
        return new DecisionDesk(door, reader, clock, fallback::observing);
    }

    @Bean
    EventDesk eventDesk(EventReader reader, Log log, ApiSettings settings) {
        return new EventDesk(reader, log, settings.patience());
    }

    @Bean
    QuestionTokens questionTokens(SharedKeyFiles keys) throws IOException {
        return QuestionTokens.fromFile(keys.questions());
    }

    /** Not named {@code followup}: that is its name on the health page. */
    @Bean
    Followup runningFollowup(
            Settings settings,
            StreamSettings stream,
            Belt belt,
            RulebookDesk desk,
            Account.Naming naming,
            QuestionTokens tokens,
            MeterRegistry registry,
            Clock clock) {
        NoticeSettings notices = settings.notices();
        FollowupSettings followup =
                notices.followup(() -> desk.state().rulebook().policies().precision());
        return Followup.start(
                followup,
                NoticeLedger.open(stream, belt.unreadable()),
                belt.log(),
                belt.projections(),
                notices.contactSources(naming),
                naming,
                new NoticeWording(() -> desk.state().rulebook()),
                tokens,
                registry,
                clock);
    }

    @Bean
    HoldsUnderOtherNames holdsUnderOtherNames(Standing standing, Account.Naming naming, MeterRegistry registry) {
        return new HoldsUnderOtherNames(standing, naming, registry);
    }

    @Bean
    GeoPoll geoPoll(OriginResolver origins, GatewayWatch gateways, MeterRegistry registry, Clock clock) {
        return new GeoPoll(origins, gateways, registry, clock);
    }
}
