package org.sekimori.web;

import org.sekimori.web.account.AccountPageConfiguration;
import org.sekimori.web.backtest.BacktestConfiguration;
import org.sekimori.web.cases.CasePagesConfiguration;
import org.sekimori.web.decision.DecisionPagesConfiguration;
import org.sekimori.web.layout.LayoutConfiguration;
import org.sekimori.web.my.MyConfiguration;
import org.sekimori.web.now.NowConfiguration;
import org.sekimori.web.origin.OriginPageConfiguration;
import org.sekimori.web.page.PageConfiguration;
import org.sekimori.web.rules.RulePagesConfiguration;
import org.sekimori.web.search.SearchPageConfiguration;
import org.sekimori.web.session.SessionConfiguration;
import org.sekimori.web.staff.ConsoleSecurity;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * All pages. Needs the beans of {@link org.sekimori.api.ApiConfiguration}, and an {@link org.sekimori.stream.request.AuditTrail}.
 *
 * <p>A family of pages is a package with its controllers and a configuration that is named here, a folder of templates, and a pair of files
 * of messages.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    PageConfiguration.class,
    SessionConfiguration.class,
    LayoutConfiguration.class,
    ConsoleSecurity.class,
    NowConfiguration.class,
    CasePagesConfiguration.class,
    DecisionPagesConfiguration.class,
    SearchPageConfiguration.class,
    AccountPageConfiguration.class,
    OriginPageConfiguration.class,
    RulePagesConfiguration.class,
    BacktestConfiguration.class,
    MyConfiguration.class
})
public class WebConfiguration {}
