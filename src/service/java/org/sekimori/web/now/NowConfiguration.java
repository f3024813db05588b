package org.sekimori.web.now;

import java.time.Clock;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.runtime.StreamStatus;
import org.sekimori.web.layout.NavigationItem;
import org.sekimori.web.page.PageTimes;
import org.sekimori.web.staff.StaffRole;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The page of what happens now. */
@Configuration(proxyBeanMethods = false)
@Import(NowController.class)
public class NowConfiguration {

    @Bean
    NavigationItem nowNavigation() {
        return new NavigationItem(10, "/console/", "now.title", StaffRole.ANALYST);
    }

    @Bean
    TrafficWindow trafficWindow(Clock clock) {
        return new TrafficWindow(clock);
    }

    /** Only where there is a log of Kafka; after the stream, which creates the topics. */
    @Bean
    @ConditionalOnBean(StreamSettings.class)
    TrafficFollower trafficFollower(StreamSettings stream, StreamStatus started, TrafficWindow window, Clock clock) {
        return TrafficFollower.start(stream.logClientSettings(), window, clock);
    }

    @Bean
    LivePublisher livePublisher(TrafficWindow window, PageTimes times, JsonMapper json) {
        return new LivePublisher(window, times, json);
    }
}
