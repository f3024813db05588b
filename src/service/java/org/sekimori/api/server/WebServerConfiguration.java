package org.sekimori.api.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Configures the web server's limits, and adds the management connector. Of {@value #THREADS} threads each part has its own
 * quota; the rest serves health and refusals.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpServerSettings.class)
public class WebServerConfiguration {

    /** Threads that answer at the port of the API. */
    static final int THREADS = 200;

    /** Of them, for the pages that need no key. */
    static final int OPEN_THREADS = 8;

    /** Of them, for the pages that people log in to, and their scripts and styles. Live pages hold no thread. */
    static final int PAGE_THREADS = 24;

    /**
     * Of them, for questions about submissions whose answer is not read for longer than {@link #STUCK_MILLIS}; one key may take half. No
     * thread waits for a body or for the log.
     */
    static final int DECISION_THREADS = 80;

    /** Shorter requests do not count against a quota. */
    static final int STUCK_MILLIS = 2_000;

    /** Of them, for everything else with a key; one key may take half. */
    static final int OTHER_THREADS = 80;

    /** Threads for health and metrics at their own port. */
    static final int MANAGEMENT_THREADS = 8;

    /** Attribute of a request that came to the port for health and metrics. */
    public static final String MANAGEMENT = "org.sekimori.management";

    /** Attribute with a {@link Runnable} by which the rest of a body is not waited for; the connection ends with the answer. */
    public static final String NO_MORE_INPUT = "org.sekimori.no-more-input";

    /** Above the size of a header: Tomcat answers a client that accepts eleven languages with 500 otherwise. */
    static final int MOST_LANGUAGES = 4096;

    /** Before everything that looks at the client's address. */
    @Bean
    @ConditionalOnProperty("sekimori.http.forwarded-for")
    FilterRegistrationBean<ForwardedClientFilter> forwardedClients(HttpServerSettings settings) {
        FilterRegistrationBean<ForwardedClientFilter> filter =
                new FilterRegistrationBean<>(new ForwardedClientFilter(settings.proxies()));
        filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    ManagementConnector managementConnector(HttpServerSettings settings) {
        return new ManagementConnector(settings);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> limitedWebServer(
            HttpServerSettings settings, ManagementConnector management, ObjectProvider<MeterRegistry> registry) {
        ThreadLimitValve valve = new ThreadLimitValve(management.connector());
        return factory -> {
            factory.setProtocol(LimitedHttpProtocol.class.getName());
            factory.addEngineValves(valve);
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReportValve.class.getName()));
            factory.addConnectorCustomizers(connector -> {
                connector.setMaxLocaleCount(MOST_LANGUAGES);
                if (connector.getProtocolHandler() instanceof LimitedHttpProtocol protocol) {
                    protocol.limit(settings);
                    protocol.setMaxThreads(THREADS);
                    // Parameters are not read from bodies: that would wait for the body before the client is
                    // authorised.
                    connector.setParseBodyMethods("");
                    registry.ifAvailable(meters -> count(meters, protocol, valve));
                }
            });
            management.bind(factory.getPort());
            if (management.wanted()) {
                factory.addAdditionalConnectors(management.connector());
            }
        };
    }

    private static void count(MeterRegistry registry, LimitedHttpProtocol protocol, ThreadLimitValve valve) {
        counter(registry, "connections", protocol.refused());
        counter(registry, "headers", protocol.ended());
        counter(registry, "busy", valve.busy());
    }

    private static void counter(MeterRegistry registry, String why, AtomicLong count) {
        FunctionCounter.builder("sekimori.http.refused", count, AtomicLong::doubleValue)
                .description("Connections and requests that were turned away to leave room for others")
                .tag("why", why)
                .register(registry);
    }
}
