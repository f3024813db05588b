package org.sekimori.api;

import org.sekimori.api.accounts.AccountHomesController;
import org.sekimori.api.accounts.BulkReleaseController;
import org.sekimori.api.accounts.GrantsController;
import org.sekimori.api.accounts.HoldsController;
import org.sekimori.api.cases.CaseCommandController;
import org.sekimori.api.cases.CaseExportController;
import org.sekimori.api.cases.CaseLookup;
import org.sekimori.api.cases.CaseQueuedMessagesController;
import org.sekimori.api.cases.CasesController;
import org.sekimori.api.cases.RulePrecisionController;
import org.sekimori.api.decisions.DecisionController;
import org.sekimori.api.decisions.DecisionExplanationLookup;
import org.sekimori.api.decisions.DecisionSearchController;
import org.sekimori.api.decisions.EventIngestController;
import org.sekimori.api.decisions.MislocatedDecisionLookup;
import org.sekimori.api.decisions.MislocationReportController;
import org.sekimori.api.decisions.OriginLookupController;
import org.sekimori.api.health.AccountHomesHealth;
import org.sekimori.api.health.ApiKeyHealth;
import org.sekimori.api.health.ArchiveHealth;
import org.sekimori.api.health.AuthPolicyHealth;
import org.sekimori.api.health.ClientAddressHealth;
import org.sekimori.api.health.DiskSpaceHealth;
import org.sekimori.api.health.FollowerHealth;
import org.sekimori.api.health.GeoDatabaseHealth;
import org.sekimori.api.health.ListsHealth;
import org.sekimori.api.health.MailServerHealth;
import org.sekimori.api.health.MilterHealth;
import org.sekimori.api.health.NoticeDeliveryHealth;
import org.sekimori.api.health.PostfixConfigHealth;
import org.sekimori.api.health.PublisherHealth;
import org.sekimori.api.health.RulebookHealth;
import org.sekimori.api.health.StreamHealth;
import org.sekimori.api.lists.ListsController;
import org.sekimori.api.mailserver.AuthPolicyController;
import org.sekimori.api.mailserver.MtaHookController;
import org.sekimori.api.pages.OpenApiController;
import org.sekimori.api.request.AccountArgumentResolver;
import org.sekimori.api.request.ApiExceptionHandler;
import org.sekimori.api.request.ApiSettings;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.ProblemErrorController;
import org.sekimori.api.rulebook.RulebookController;
import org.sekimori.api.security.SecurityConfiguration;
import org.sekimori.api.server.SecurityHeadersValve;
import org.sekimori.api.server.WebServerConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Configuration of the whole API. Needs these beans: {@link ApiSettings}, {@link org.sekimori.stream.request.EventLog},
 * {@link org.sekimori.stream.AccountStatus}, {@link org.sekimori.stream.runtime.StreamStatus},
 * {@link org.sekimori.intake.http.DecisionService}, {@link org.sekimori.intake.http.EventIngest},
 * {@link org.sekimori.intake.authpolicy.AuthPolicyService}, {@link org.sekimori.intake.mtahook.MtaHookService},
 * {@link org.sekimori.intake.publishers.PublisherRegistry}, {@link org.sekimori.geo.OriginResolver},
 * {@link org.sekimori.geo.GatewayDetector}, {@link org.sekimori.intake.ClockSkewMonitor},
 * {@link org.sekimori.stream.step.OutcomeMatchMonitor}, {@link org.sekimori.intake.postfix.PostfixConfigMonitor},
 * {@link org.sekimori.intake.milter.MilterConfigMonitor}, {@link org.sekimori.mail.Account.LoginNormalizer},
 * {@link org.sekimori.follow.delivery.LogFollowers}, {@link org.sekimori.stream.lists.ListLog} and {@link java.time.Clock}. Optional: an {@link org.sekimori.archive.ArchiveIndexer} and a {@link org.sekimori.intake.milter.MilterServer} for their health, and an
 * {@link org.sekimori.archive.lookup.ElasticsearchDecisionRepository} for searches.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    WebServerConfiguration.class,
    SecurityConfiguration.class,
    CommandGateway.class,
    AccountArgumentResolver.class,
    GrantsController.class,
    AccountHomesController.class,
    HoldsController.class,
    ListsController.class,
    BulkReleaseController.class,
    CaseLookup.class,
    CasesController.class,
    CaseCommandController.class,
    CaseQueuedMessagesController.class,
    CaseExportController.class,
    RulePrecisionController.class,
    MislocationReportController.class,
    MislocatedDecisionLookup.class,
    RulebookController.class,
    DecisionController.class,
    DecisionExplanationLookup.class,
    DecisionSearchController.class,
    OriginLookupController.class,
    EventIngestController.class,
    AuthPolicyController.class,
    MtaHookController.class,
    OpenApiController.class,
    SecurityHeadersValve.class,
    ApiExceptionHandler.class,
    ProblemErrorController.class,
    StreamHealth.class,
    GeoDatabaseHealth.class,
    DiskSpaceHealth.class,
    RulebookHealth.class,
    ArchiveHealth.class,
    ClientAddressHealth.class,
    MailServerHealth.class,
    PublisherHealth.class,
    FollowerHealth.class,
    PostfixConfigHealth.class,
    MilterHealth.class,
    AccountHomesHealth.class,
    ListsHealth.class,
    NoticeDeliveryHealth.class,
    AuthPolicyHealth.class,
    ApiKeyHealth.class
})
public class ApiConfiguration {}
