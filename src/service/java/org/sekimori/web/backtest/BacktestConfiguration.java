package org.sekimori.web.backtest;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages of backtests; they run where there is a {@link BacktestLauncher}. */
@Configuration(proxyBeanMethods = false)
@Import(BacktestController.class)
public class BacktestConfiguration {

    @Bean
    BacktestRuns backtestRuns(ObjectProvider<BacktestLauncher> launcher, Clock clock) {
        return new BacktestRuns(launcher.getIfAvailable(), clock, BacktestRuns.DEADLINE);
    }
}
