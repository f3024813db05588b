package org.sekimori.web.search;

import org.sekimori.web.layout.NavigationItem;
import org.sekimori.web.staff.StaffRole;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The search for decisions. */
@Configuration(proxyBeanMethods = false)
@Import({SearchPageController.class, DecisionLookup.class, DecisionTallies.class, SavedSearches.class})
public class SearchPageConfiguration {

    @Bean
    NavigationItem searchNavigation() {
        return new NavigationItem(30, "/console/search", "search.title", StaffRole.ANALYST);
    }
}
