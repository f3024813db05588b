package org.sekimori.web.rules;

import org.sekimori.web.layout.NavigationItem;
import org.sekimori.web.staff.StaffRole;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages of rules. */
@Configuration(proxyBeanMethods = false)
@Import({RulePageController.class, RuleModeController.class, RuleRegister.class, ActiveRulebookText.class})
public class RulePagesConfiguration {

    @Bean
    NavigationItem ruleNavigation() {
        return new NavigationItem(40, "/console/rules", "rules.title", StaffRole.ANALYST, "/console/backtests");
    }
}
