package org.sekimori.web.my;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.archive.lookup.ElasticsearchDecisionRepository;
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.files.WatchedFile;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.web.my.code.OneTimeCodes;
import org.sekimori.web.my.link.PortalKeyFile;
import org.sekimori.web.my.link.PortalKeys;
import org.sekimori.web.my.link.PortalTokens;
import org.sekimori.web.oidc.OidcClient;
import org.sekimori.web.oidc.OidcSettings;
import org.sekimori.web.page.PageAssets;
import org.sekimori.web.session.PageRefusal;
import org.sekimori.web.session.PageSecurity;
import org.sekimori.web.session.SessionLimits;
import org.sekimori.web.session.SessionRealm;
import org.sekimori.web.session.SessionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/**
 * The pages for customers: {@code /my} with a session of its own, and {@code /asked} with a token in the link. Needs a {@link
 * org.sekimori.stream.onetime.OneTimeIds} for links, and for codes a {@link org.sekimori.web.my.code.CodeDelivery}, beside what the API
 * needs.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MySettings.class, MyOidcSettings.class})
@Import({
    TravelController.class,
    TravellerLogInController.class,
    BrandController.class,
    CodeController.class,
    MyBackChannelController.class,
    MyOidcController.class,
    OwnerQuestionController.class,
    MissingCustomerPageController.class
})
public class MyConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(MyConfiguration.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int MOST_SESSIONS = 20_000;
    private static final int MOST_EACH = 5;
    private static final String[] PATHS = {"/my", "/my/**"};
    private static final String[] OPEN = {
        "/my/log-in",
        "/my/enter",
        "/my/brand/*",
        "/my/logo/*",
        "/my/code",
        MyOidcController.BEGIN,
        MyOidcController.CALLBACK,
        MyOidcController.LEAVE
    };
    private static final String[] FORMS = {"/my/code", "/my/code/enter", MyBackChannelController.PATH};

    @Bean
    PortalTokens portalTokens(MySettings settings, Account.LoginNormalizer naming, Clock clock) {
        if (settings.portalKeys() == null) {
            return new PortalTokens(() -> null, settings.linkLife(), naming);
        }
        WatchedFile<PortalKeys> keys =
                new WatchedFile<>(settings.portalKeys(), PortalKeys::parse, clock, BETWEEN_LOOKS);
        if (keys.value() == null) {
            throw new IllegalArgumentException("sekimori.my.portal-keys: " + keys.problem());
        }
        warnIfOpen(settings.portalKeys());
        return new PortalTokens(keys::value, settings.linkLife(), naming);
    }

    private static void warnIfOpen(Path file) {
        try {
            if (PortalKeyFile.isOpen(file)) {
                logger.warn(
                        "{}: every user of this machine can read the portal's keys, and so log in as any customer;"
                                + " run: chmod o-r {}",
                        file,
                        file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    @Bean
    CustomerOidc customerOidc(MyOidcSettings settings, Account.LoginNormalizer naming, Clock clock) {
        @Nullable OidcSettings provider = settings.provider();
        return new CustomerOidc(settings, naming, provider == null ? null : new OidcClient(provider, clock));
    }

    @Bean
    OneTimeCodes oneTimeCodes(Clock clock) {
        return new OneTimeCodes(new SecureRandom(), clock);
    }

    @Bean
    ProviderBrand providerBrand(MySettings settings) {
        return new ProviderBrand(settings);
    }

    @Bean
    CustomerFrame customerFrame(RulebookAdmin rulebooks, ProviderBrand brand, PageAssets assets, MySettings settings) {
        return new CustomerFrame(rulebooks, brand, assets, settings);
    }

    @Bean
    TravellerCommands travellerCommands(CommandGateway gateway, AccountStatus status, Clock clock) {
        return new TravellerCommands(gateway, status, clock);
    }

    @Bean
    RefusalHistory refusalHistory(
            ObjectProvider<ElasticsearchDecisionRepository> archive,
            ObjectProvider<LogDecisionRepository> log,
            Clock clock) {
        return RefusalHistory.of(archive, log, clock);
    }

    @Bean
    TravelPageModel travelPageModel(
            TravellerCommands grants,
            RefusalHistory refusals,
            OriginResolver origins,
            AccountStatus status,
            CustomerFrame frame,
            Clock clock) {
        return new TravelPageModel(grants, refusals, new TravelZones(origins), status, frame, clock);
    }

    /** It ends after the time set, whatever the customer does meanwhile; without a request it ends no sooner. */
    @Bean
    SessionRealm<Traveller> travellers(MySettings settings, Clock clock) {
        SessionLimits limits = new SessionLimits(settings.session(), settings.session(), MOST_SESSIONS, MOST_EACH);
        return new SessionRealm<>(
                "my",
                "/my",
                new SessionStore<>(limits, clock),
                traveller -> new PreAuthenticatedAuthenticationToken(
                        traveller.login().name(), "", List.of(new SimpleGrantedAuthority(Traveller.AUTHORITY))));
    }

    @Bean
    @Order(30)
    SecurityFilterChain travellerSecurity(
            HttpSecurity http, PageSecurity pages, SessionRealm<Traveller> travellers, MessageSource messages) {
        return pages.chain(
                http,
                travellers,
                PATHS,
                request -> List.of(FORMS).contains(request.getRequestURI()),
                new PageRefusal(travellers, messages, "", ""),
                rules -> rules.requestMatchers(HttpMethod.GET, OPEN)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, OPEN)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, FORMS)
                        .permitAll()
                        .requestMatchers(PATHS)
                        .hasAuthority(Traveller.AUTHORITY));
    }
}
