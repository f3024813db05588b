package org.sekimori.web.session;

import io.micrometer.core.instrument.MeterRegistry;
import org.sekimori.api.request.SecurityFailureHandler;
import org.sekimori.api.server.HttpServerSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What all realms share. */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration implements WebMvcConfigurer {

    @Bean
    static PageSecurity pageSecurity(JsonMapper json, MeterRegistry registry, HttpServerSettings settings) {
        return new PageSecurity(new SecurityFailureHandler(json, registry), settings);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new FormGuard());
    }
}
