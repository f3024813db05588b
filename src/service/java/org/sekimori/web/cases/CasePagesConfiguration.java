package org.sekimori.web.cases;

import org.sekimori.web.layout.NavigationItem;
import org.sekimori.web.staff.StaffRole;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages of cases. */
@Configuration(proxyBeanMethods = false)
@Import({CaseQueueController.class, CasePageController.class})
public class CasePagesConfiguration {

    @Bean
    NavigationItem casesNavigation() {
        return new NavigationItem(20, "/console/cases", "cases.title", StaffRole.ANALYST);
    }
}
