package org.sekimori.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.keys.ApiKeyFile;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import tools.jackson.databind.json.JsonMapper;

class SecurityFailureHandlerTest {

    @AfterEach
    void leave() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void aKeyThatIsUsedBeyondItsScopesIsNamedInTheLog() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(SecurityFailureHandler.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(lines);
        try {
            ApiKey desk = ApiKeyFile.read(
                            Path.of(ApiKeyFile.NAME),
                            "keys: [{name: desk, scopes: ['grants:read'], sha256: '" + "0".repeat(64) + "'}]")
                    .get(0);
            SecurityContextHolder.getContext()
                    .setAuthentication(new PreAuthenticatedAuthenticationToken(desk, "secret", List.of()));
            SecurityFailureHandler problems =
                    new SecurityFailureHandler(JsonMapper.shared(), new SimpleMeterRegistry());
            for (int i = 0; i < 1_000; i++) {
                problems.handle(
                        new MockHttpServletRequest("GET", "/v1/holds"),
                        new MockHttpServletResponse(),
                        lacksHoldsRead());
            }
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }

        assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
                .first()
                .isEqualTo("The key 'desk' was refused: it lacks the scope holds:read");
        assertThat(lines.list).as("one line in ten seconds").hasSizeLessThan(100);
    }

    private static AuthorizationDeniedException lacksHoldsRead() {
        return new AuthorizationDeniedException(
                "Access Denied",
                new AuthorityAuthorizationDecision(false, Set.of(new SimpleGrantedAuthority("holds:read"))));
    }
}
