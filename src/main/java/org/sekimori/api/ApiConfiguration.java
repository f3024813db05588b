package org.sekimori.api;

import org.sekimori.api.server.WebServerLimits;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole API. Needs these beans: {@link ApiSettings}, {@link org.sekimori.stream.Log}, {@link
 * org.sekimori.stream.Standing}, {@link org.sekimori.stream.Vitals}, {@link org.sekimori.intake.http.DecisionDesk}, {@link
 * org.sekimori.intake.http.EventDesk}, {@link org.sekimori.intake.Publishers}, {@link org.sekimori.geo.OriginResolver}, {@link org.sekimori.geo.GatewayWatch}, {@link
 * org.sekimori.intake.ClockWatch}, {@link org.sekimori.stream.OutcomeWatch}, {@link org.sekimori.intake.postfix.WiringWatch}, {@link
 * org.sekimori.mail.Account.Naming}, {@link org.sekimori.followup.QuestionTokens} and {@link java.time.Clock}. Where there is an {@link
 * org.sekimori.archive.Archive} it shows how that does, and with a {@link org.sekimori.archive.DecisionSearch} what is in it.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    WebServerLimits.class,
    SecurityConfiguration.class,
    CommandDesk.class,
    AccountArgument.class,
    GrantsController.class,
    HomesController.class,
    HoldsController.class,
    BulkReleaseController.class,
    CaseShelf.class,
    CasesController.class,
    CaseMovesController.class,
    CaseQueueController.class,
    CaseExportController.class,
    PrecisionController.class,
    MisjudgementsController.class,
    MisjudgedDecisions.class,
    RulebookController.class,
    DecisionsController.class,
    LookupsController.class,
    WhereController.class,
    EventsController.class,
    DescriptionController.class,
    AnswerHeaders.class,
    AskedController.class,
    ProblemAdvice.class,
    ProblemErrors.class,
    BeltHealth.class,
    GeoHealth.class,
    DiskHealth.class,
    RulebookHealth.class,
    ArchiveHealth.class,
    ClientsHealth.class,
    ServersHealth.class,
    PublishersHealth.class,
    PostfixHealth.class,
    HomesHealth.class,
    FollowupHealth.class,
    KeysHealth.class
})
public class ApiConfiguration {}
