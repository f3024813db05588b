package org.sekimori.web.now;

import org.sekimori.web.layout.NavigationItem;
import org.sekimori.web.staff.StaffRole;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The page of what happens now. */
@Configuration(proxyBeanMethods = false)
@Import(NowController.class)
public class NowConfiguration {

    @Bean
    NavigationItem nowNavigation() {
        return new NavigationItem(10, "/console/", "now.title", StaffRole.ANALYST);
    }
}
