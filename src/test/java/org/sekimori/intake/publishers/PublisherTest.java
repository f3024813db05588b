package org.sekimori.intake.publishers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;

class PublisherTest {

    private static Publisher listed(EventKind... kinds) {
        return Publisher.builder("one", "publishers.yml", Set.of(kinds)).build();
    }

    @Test
    void onlyWhoReportsLogInsMayAskAboutThem() {
        assertThatThrownBy(() -> listed(EventKind.BOUNCED, EventKind.ATTEMPT).checkAsksAboutLogIns())
                .isInstanceOf(PublisherForbiddenException.class)
                .hasMessageContaining("publisher one may not ask about log-ins")
                .hasMessageContaining("kinds: [log_ins]");
        assertThatCode(() -> listed(EventKind.AUTH_FAILED).checkAsksAboutLogIns())
                .doesNotThrowAnyException();
        assertThatCode(Publisher.LOCAL::checkAsksAboutLogIns).doesNotThrowAnyException();
        assertThatCode(() ->
                        Publisher.unlisted("key:mx1", "its key", Publisher.MAIL).checkAsksAboutLogIns())
                .doesNotThrowAnyException();
    }
}
