package org.sekimori.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.sekimori.api.decisions.DecisionExplainer;
import org.sekimori.api.request.ApiSettings;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.lookup.ElasticsearchDecisionRepository;
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.follow.delivery.AskedMessageRegistry;
import org.sekimori.follow.delivery.LogFollowers;
import org.sekimori.followup.FollowupService;
import org.sekimori.followup.FollowupSettings;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.followup.channels.SmtpMailer;
import org.sekimori.followup.channels.SmtpSettings;
import org.sekimori.followup.contacts.SafeContactSource;
import org.sekimori.geo.GatewayDetector;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.intake.InvalidLoginCounter;
import org.sekimori.intake.ListedOrigins;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.intake.authpolicy.AuthPolicyService;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.http.DecisionService;
import org.sekimori.intake.http.EventIngest;
import org.sekimori.intake.milter.MilterConfigMonitor;
import org.sekimori.intake.milter.MilterServer;
import org.sekimori.intake.milter.MilterSettings;
import org.sekimori.intake.mtahook.MtaHookService;
import org.sekimori.intake.postfix.PostfixConfigMonitor;
import org.sekimori.intake.postfix.PostfixPolicyServer;
import org.sekimori.intake.postfix.PostfixPolicySettings;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.sekimori.lists.ListTable;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.server.backtest.BacktestProcess;
import org.sekimori.server.explain.LogDecisionExplainer;
import org.sekimori.server.warmup.StartupWarmUp;
import org.sekimori.stream.AccountStateReader;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.LocalDecisionMaker;
import org.sekimori.stream.SharedKeyRegistry;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.DiskSpaceMonitor;
import org.sekimori.stream.files.FolderLock;
import org.sekimori.stream.lists.KafkaListLog;
import org.sekimori.stream.lists.ListLog;
import org.sekimori.stream.notice.KafkaNoticeOutbox;
import org.sekimori.stream.onetime.KafkaOneTimeIds;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.stream.request.DoubleQuestionFilter;
import org.sekimori.stream.request.EventLog;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.stream.step.OutcomeMatchMonitor;
import org.sekimori.trial.ProcessRulebookTrial;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.TrialSettings;
import org.sekimori.web.backtest.BacktestLauncher;
import org.sekimori.web.my.code.MailedCodeDelivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Wires a running service; beans are ordered by their dependencies. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SekimoriProperties.class)
@EnableScheduling
public class ServerConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(ServerConfiguration.class);

    /** Longest time of a start in which nothing more is restored from the log. */
    private static final Duration STARTING = Duration.ofMinutes(2);

    /** Static: it is needed before anything is bound. */
    @Bean
    public static EmptyPropertyDefaults emptyPropertyDefaults() {
        return new EmptyPropertyDefaults();
    }

    /** Static: the same. */
    @Bean
    public static CustomEditorConfigurer paths() {
        CustomEditorConfigurer editors = new CustomEditorConfigurer();
        editors.setCustomEditors(Map.of(Path.class, PathPropertyEditor.class));
        return editors;
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ActiveAliases activeAliases() {
        return new ActiveAliases();
    }

    @Bean
    Account.LoginNormalizer naming(SekimoriProperties settings, ActiveAliases aliases) {
        return settings.account().naming(aliases);
    }

    @Bean
    InvalidLoginCounter unnameableLogIns(MeterRegistry registry, Clock clock) {
        return new InvalidLoginCounter(registry, clock);
    }

    /** Compiling takes two seconds the first time, and so does starting a broker: they go side by side. */
    @Bean
    StartupRulebookLoader startupRulebookLoader(SekimoriProperties settings, RulebookTrial trial) {
        StartupMessages.print("  rulebook   compiling the rules in " + settings.rules() + " and running their tests");
        return StartupRulebookLoader.load(RulebookFolder.of(settings), trial);
    }

    @Bean
    RulebookTrial rulebookTrial(SekimoriProperties settings) {
        SekimoriProperties.Rulebooks.Trial trial = settings.rulebooks().trial();
        Path accepted = settings.data().resolve("rulebooks.accepted");
        return new ProcessRulebookTrial(
                new TrialSettings(trial.deadline(), trial.isolation(), accepted, false), Installation.MAIN_CLASS);
    }

    /** Before anything in the folder is read or written: of two processes over it neither would have a log in the end. */
    @Bean
    FolderLock dataFolder(SekimoriProperties settings) {
        FolderLock lock = FolderLock.take(settings.data());
        DiskSpaceMonitor.require(settings.data(), settings.disk().floor().toBytes());
        ConfiguredFilesCheck.warnAboutUnreadable(settings);
        return lock;
    }

    @Bean
    DiskSpaceMonitor diskWatch(SekimoriProperties settings, BrokerEndpoint log, MeterRegistry registry) {
        return DiskSpaceMonitor.start(settings.data(), settings.disk().floor().toBytes(), log.broker(), registry);
    }

    @Bean
    BrokerEndpoint brokerEndpoint(SekimoriProperties settings, FolderLock dataFolder) throws InterruptedException {
        return BrokerEndpoint.of(settings);
    }

    @Bean
    OriginResolver originResolver(SekimoriProperties settings, Clock clock) {
        return OriginResolver.open(
                GeoFiles.under(
                                settings.rules(),
                                settings.geo().country(),
                                settings.geo().asn())
                        .with(settings.geo().anonymous(), settings.geo().connection())
                        .refreshedUnder(settings.data()),
                clock);
    }

    @Bean
    GatewayDetector gatewayWatch() {
        return new GatewayDetector();
    }

    /** The keys that the instances on a log share; both files are held against the log before anything is hashed or signed. */
    @Bean
    SharedKeyFiles sharedKeyFiles(SekimoriProperties settings, StreamSettings stream, Clock clock)
            throws InterruptedException {
        return SharedKeyFiles.agreed(settings, SharedKeyRegistry.open(stream, settings.replaceKeys(), clock));
    }

    @Bean
    RecipientHasher recipientHasher(SharedKeyFiles keys) throws IOException {
        return RecipientHasher.fromFile(keys.recipients());
    }

    /** Before the stream and every port: what comes is looked up in lists that were read to their end. */
    @Bean
    KafkaListLog listLog(StreamSettings stream, MeterRegistry registry, Clock clock) throws InterruptedException {
        return KafkaListLog.open(stream, new ListTable(), registry, clock);
    }

    /** Only where links can be signed: a thread reads along. */
    @Bean
    @Conditional(FeatureConditions.PortalLinks.class)
    KafkaOneTimeIds oneTimeIds(StreamSettings stream) throws InterruptedException {
        return KafkaOneTimeIds.open(stream);
    }

    @Bean
    OriginLookup originLookup(OriginResolver origins, ListLog lists) {
        return new ListedOrigins(origins::locate, lists.table());
    }

    @Bean
    EventReader eventReader(
            OriginLookup origins,
            GatewayDetector gateways,
            RecipientHasher recipientHasher,
            Account.LoginNormalizer naming,
            InvalidLoginCounter unnameable,
            SekimoriProperties settings,
            ClockSkewMonitor clocks,
            PublisherRegistry publishers,
            AskedMessageRegistry asked,
            Clock clock) {
        return new EventReader(
                naming,
                recipientHasher,
                origins,
                witness(gateways, asked),
                clock,
                settings.events().lateAfter(),
                clocks,
                unnameable,
                publishers);
    }

    /** What is asked from now on; what was asked before is read from the log by the followers that need it. */
    @Bean
    AskedMessageRegistry askedMessages(Clock clock) {
        return new AskedMessageRegistry(clock.instant());
    }

    /** Not named {@code publishers}: that is its name on the health page. */
    @Bean
    PublisherRegistry knownPublishers(
            SekimoriProperties settings, BrokerEndpoint log, MeterRegistry registry, Clock clock) {
        try {
            String inbox = settings.kafka().prefix() + "inbox";
            PublisherRegistry publishers =
                    PublisherRegistry.open(settings.publishersFile(), inbox, log.embedded(), registry, clock);
            if (publishers.trustsAnybody()) {
                logger.warn("Believed without a signature: {}", String.join("; ", publishers.describeTrust()));
            }
            return publishers;
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
    }

    @Bean
    ClockSkewMonitor clockWatch() {
        return new ClockSkewMonitor();
    }

    @Bean
    StreamSettings streamSettings(SekimoriProperties settings, BrokerEndpoint log) {
        SekimoriProperties.Kafka kafka = settings.kafka();
        return StreamSettings.builder(
                        log.bootstrapServers(), kafka.prefix(), settings.data(), InstanceName.of(settings.data()))
                .partitions(kafka.partitions())
                .replicas(kafka.replicas())
                .threads(kafka.threads())
                .standbys(kafka.standbys())
                .commitInterval(kafka.commitInterval())
                .cacheBytes(kafka.cache().toBytes())
                .neighbours(settings.neighbours().enabled())
                .alone(log.embedded())
                .client(kafka.client())
                .build();
    }

    /** Not named {@code stream}, which is its name on the health page. */
    @Bean
    StreamRuntime streamRuntime(
            SekimoriProperties settings,
            StreamSettings stream,
            StartupRulebookLoader starting,
            EventReader reader,
            ActiveAliases aliases,
            RulebookTrial trial,
            MeterRegistry registry,
            Clock clock)
            throws InterruptedException {
        RulebookAcceptancePolicy terms = settings.rulebooks().terms(settings.home(), trial);
        StartupMessages.print("  stores     making topics, and restoring what is known of each account");
        StreamRuntime runtime = starting.start(
                brought -> StreamRuntime.start(stream, brought, terms, reader, aliases::update, registry, clock),
                StreamRuntime::rulebooks);
        runtime.awaitReady(STARTING);
        return runtime;
    }

    @Bean
    OutcomeMatchMonitor outcomeWatch(StreamRuntime runtime) {
        return runtime.outcomes();
    }

    @Bean
    RulebookAdmin rulebookAdmin(StreamRuntime runtime) {
        return runtime.rulebooks();
    }

    /** Only where it is configured: on a shared log the folder of one instance would decide for all. */
    @Bean
    @Conditional(FeatureConditions.WatchRules.class)
    RulebookFolderPublisher rulebookFolderPublisher(
            SekimoriProperties settings, StartupRulebookLoader starting, RulebookAdmin admin) {
        return new RulebookFolderPublisher(RulebookFolder.of(settings), admin, starting.id());
    }

    /**
     * Only if an Elasticsearch is configured; after the stream, which creates the topics. Not named {@code archive}, which is its
     * name on the health page.
     */
    @Bean
    @Conditional(FeatureConditions.Elasticsearch.class)
    ArchiveIndexer runningArchive(
            SekimoriProperties settings,
            StreamRuntime runtime,
            StreamSettings stream,
            MeterRegistry registry,
            Clock clock) {
        SekimoriProperties.Elasticsearch elasticsearch = settings.elasticsearch();
        return ArchiveIndexer.start(stream, elasticsearch.address(), elasticsearch.replicas(), registry, clock);
    }

    @Bean
    @Conditional(FeatureConditions.Elasticsearch.class)
    ElasticsearchDecisionRepository decisionSearch(SekimoriProperties settings, ArchiveIndexer archive) {
        return ElasticsearchDecisionRepository.open(settings.elasticsearch().address(), archive::status);
    }

    /** Search without an archive, or while it does not answer; each search has a client of its own. */
    @Bean
    LogDecisionRepository logLookups(StreamSettings stream, StreamRuntime runtime) {
        return new LogDecisionRepository(stream.logClientSettings(), runtime::lookup);
    }

    @Bean
    DecisionExplainer decisionExplainer(StreamSettings stream, RulebookTrial trial, AccountStatus status) {
        return new LogDecisionExplainer(stream.logClientSettings(), trial, status);
    }

    @Bean
    EventLog log(StreamRuntime runtime) {
        return runtime.log();
    }

    @Bean
    AuditTrail auditTrail(StreamRuntime runtime) {
        return runtime.auditTrail();
    }

    @Bean
    AccountStatus accountStatus(StreamRuntime runtime) {
        return runtime.projections();
    }

    @Bean
    AccountStateReader accountStates(StreamRuntime runtime) {
        return runtime.accountStates();
    }

    @Bean
    ApiSettings apiSettings(SekimoriProperties settings, FolderLock dataFolder) {
        return ApiSettings.under(settings.data());
    }

    @Bean
    BacktestLauncher backtestLauncher(SekimoriProperties settings) {
        return new BacktestProcess(Installation.MAIN_CLASS, settings.data());
    }

    @Bean
    FallbackPolicy fallbackPolicy(SekimoriProperties settings, RulebookAdmin admin, StreamRuntime runtime) {
        return new FallbackPolicy(
                settings.postfix().fallback(), () -> admin.state().rulebook(), runtime.projections());
    }

    /** For hypothetical decisions; the policy server has its own in {@link FallbackPolicy}. */
    @Bean
    LocalDecisionMaker standingRules(RulebookAdmin admin, StreamRuntime runtime) {
        return new LocalDecisionMaker(() -> admin.state().rulebook(), runtime.projections());
    }

    @Bean
    PostfixConfigMonitor wiringWatch(SekimoriProperties settings, Clock clock) {
        return new PostfixConfigMonitor(clock, settings.postfix().submissionPorts());
    }

    @Bean
    MilterConfigMonitor milterConfigMonitor(Clock clock) {
        return new MilterConfigMonitor(clock);
    }

    /** Runs beside what else is still to be started; the ports for mail servers open after it. */
    @Bean
    StartupWarmUp startupWarmUp(
            SekimoriProperties settings,
            BrokerEndpoint log,
            StreamRuntime runtime,
            OriginLookup origins,
            RecipientHasher recipientHasher,
            Clock clock) {
        // On a cluster of the operator's own, topics that come and go at each start are not ours to make.
        Duration limit = log.embedded() ? settings.warmUp() : Duration.ZERO;
        if (!limit.isZero()) {
            StartupMessages.print("  warm-up    answering requests on a log of its own");
        }
        return StartupWarmUp.start(
                limit,
                StartupWarmUp.QUESTIONS,
                registry -> runtime.warmUp(registry, clock),
                origins,
                recipientHasher::hash,
                clock);
    }

    /** For the policy server and the milter, which one Postfix may use both. */
    @Bean
    DoubleQuestionFilter doubleQuestionFilter(StreamRuntime runtime, MilterConfigMonitor monitor, Clock clock) {
        return new DoubleQuestionFilter(runtime.log(), clock, monitor::askedTwice);
    }

    @Bean
    SubmissionIntake submissionIntake(
            DoubleQuestionFilter questions,
            Account.LoginNormalizer naming,
            OriginLookup origins,
            GatewayDetector gateways,
            AskedMessageRegistry asked,
            RecipientHasher recipientHasher,
            FallbackPolicy fallback,
            MeterRegistry registry,
            Clock clock) {
        return new SubmissionIntake(
                questions.log(),
                naming,
                origins,
                witness(gateways, asked),
                recipientHasher::hash,
                fallback,
                registry,
                clock);
    }

    /** Only where a port is named: most installations use the policy server. */
    @Bean
    @Conditional(FeatureConditions.Milter.class)
    MilterServer milterServer(
            SekimoriProperties settings, SubmissionIntake intake, MilterConfigMonitor monitor, StartupWarmUp warmUp) {
        warmUp.await();
        SekimoriProperties.Milter milter = settings.milter();
        MilterSettings endpoint = new MilterSettings(
                milter.host(),
                Objects.requireNonNull(milter.port()),
                settings.postfix().deadline(),
                "milter@" + InstanceName.of(settings.data()),
                milter.body());
        return MilterServer.open(endpoint, intake, monitor);
    }

    @Bean
    PostfixPolicyServer postfixPolicyServer(
            SekimoriProperties settings, SubmissionIntake intake, PostfixConfigMonitor wiring, StartupWarmUp warmUp) {
        warmUp.await();
        StartupMessages.print("  ports      opening those for mail servers, HTTP and health");
        SekimoriProperties.Postfix postfix = settings.postfix();
        PostfixPolicySettings endpoint = new PostfixPolicySettings(
                postfix.host(),
                postfix.port(),
                postfix.deadline(),
                "postfix@" + InstanceName.of(settings.data()),
                postfix.utf8Replies());
        return PostfixPolicyServer.open(endpoint, intake, wiring);
    }

    private static Consumer<MailEvent> witness(GatewayDetector gateways, AskedMessageRegistry asked) {
        return event -> {
            gateways.record(event);
            asked.record(event);
        };
    }

    /** Not named {@code followers}: that is its name on the health page. */
    @Bean
    LogFollowers runningFollowers(
            SekimoriProperties settings,
            StreamSettings stream,
            EventReader reader,
            EventLog log,
            AskedMessageRegistry asked,
            MeterRegistry registry,
            Clock clock) {
        return LogFollowers.start(
                FollowerProperties.plans(settings.follow(), stream.logClientSettings(), clock),
                settings.data().resolve("followers"),
                reader,
                log,
                stream.logClientSettings(),
                asked,
                registry,
                clock);
    }

    /** Decisions over HTTP, with the deadline and the fallback of the policy server. */
    @Bean
    DecisionService decisionService(
            SekimoriProperties settings,
            EventLog log,
            EventReader reader,
            FallbackPolicy fallback,
            MeterRegistry registry,
            Clock clock) {
        String name = "http@" + InstanceName.of(settings.data());
        Duration deadline = settings.postfix().deadline();
        SynchronousEndpoint endpoint = new SynchronousEndpoint("http", name, deadline, log, fallback, registry);
        return new DecisionService(endpoint, reader, clock, fallback::observing);
    }

    @Bean
    EventIngest eventIngest(EventReader reader, EventLog log, ApiSettings settings) {
        return new EventIngest(reader, log, settings.commandTimeout());
    }

    /** MTA hooks, with the deadline and the fallback of the policy server; a kind of their own in metrics. */
    @Bean
    MtaHookService mtaHookService(
            SekimoriProperties settings,
            EventLog log,
            EventReader reader,
            FallbackPolicy fallback,
            MeterRegistry registry,
            Clock clock) {
        String name = "mta-hook@" + InstanceName.of(settings.data());
        Duration deadline = settings.postfix().deadline();
        SynchronousEndpoint endpoint = new SynchronousEndpoint("mta-hook", name, deadline, log, fallback, registry);
        return new MtaHookService(new DecisionService(endpoint, reader, clock, fallback::observing));
    }

    @Bean
    AuthPolicyService authPolicyService(
            SekimoriProperties settings,
            LocalDecisionMaker standingRules,
            Account.LoginNormalizer naming,
            OriginLookup origins,
            EventIngest ingest,
            EventLog log,
            MeterRegistry registry,
            Clock clock) {
        return new AuthPolicyService(
                settings.authPolicy().settings(), standingRules, naming, origins, ingest, log, registry, clock);
    }

    @Bean
    OwnerQuestionTokens questionTokens(SharedKeyFiles keys) throws IOException {
        return OwnerQuestionTokens.fromFile(keys.questions());
    }

    /** Not named {@code followup}: that is its name on the health page. */
    @Bean
    FollowupService runningFollowup(
            SekimoriProperties settings,
            StreamSettings stream,
            StreamRuntime runtime,
            RulebookAdmin admin,
            Account.LoginNormalizer naming,
            OwnerQuestionTokens tokens,
            MeterRegistry registry,
            Clock clock) {
        NoticeProperties notices = settings.notices();
        FollowupSettings followup =
                notices.followup(() -> admin.state().rulebook().policies().precision());
        return FollowupService.start(
                followup,
                KafkaNoticeOutbox.open(stream, runtime.unreadable()),
                runtime.log(),
                runtime.projections(),
                notices.contactSources(naming),
                naming,
                new RulebookNoticeTexts(() -> admin.state().rulebook()),
                tokens,
                registry,
                clock);
    }

    /** Only where customers may log in by a code, which needs a mail server and contacts. */
    @Bean
    @Conditional(FeatureConditions.CodeLogIn.class)
    MailedCodeDelivery codeDelivery(
            SekimoriProperties settings,
            RulebookAdmin admin,
            AccountStatus status,
            Account.LoginNormalizer naming,
            Clock clock) {
        NoticeProperties notices = settings.notices();
        SmtpSettings smtp = notices.followup(
                        () -> admin.state().rulebook().policies().precision())
                .smtp();
        if (smtp == null) {
            throw new UserFacingException("the property sekimori.my.code needs a mail server that sends the codes: set"
                    + " sekimori.notices.smtp.host and sekimori.notices.contacts");
        }
        return new MailedCodeDelivery(
                new SafeContactSource(notices.contactSources(naming), status, naming), new SmtpMailer(smtp), clock);
    }

    @Bean
    OrphanedHoldDetector orphanedHoldDetector(
            AccountStatus status, Account.LoginNormalizer naming, MeterRegistry registry) {
        return new OrphanedHoldDetector(status, naming, registry);
    }

    @Bean
    GeoDatabaseMonitor geoDatabaseMonitor(
            OriginResolver origins, GatewayDetector gateways, MeterRegistry registry, Clock clock) {
        return new GeoDatabaseMonitor(origins, gateways, registry, clock);
    }
}
