package org.sekimori.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/**
 * The whole API. Needs these beans: {@link ApiSettings}, {@link org.sekimori.stream.Log}, {@link
 * org.sekimori.stream.Standing}, {@link org.sekimori.stream.Vitals}, {@link org.sekimori.geo.OriginResolver}, {@link
 * org.sekimori.mail.Account.Naming} and {@link java.time.Clock}. Brings defaults for the web server and the actuator, which
 * every other source of properties overrides.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:org/sekimori/api/defaults.properties")
@Import({
    SecurityConfiguration.class,
    CommandDesk.class,
    GrantsController.class,
    HoldsController.class,
    DescriptionController.class,
    ProblemAdvice.class,
    ProblemErrors.class,
    BeltHealth.class,
    GeoHealth.class
})
public class ApiConfiguration {}
