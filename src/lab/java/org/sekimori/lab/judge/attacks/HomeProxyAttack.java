package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Slowly, through hacked home connections in the owner's country. */
final class HomeProxyAttack {

    private HomeProxyAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("home proxies");
        int count = draw.between(CampaignParameters.PROXIES_LEAST, CampaignParameters.PROXIES_MOST);
        ClientLocation[] proxies = target.proxies(draw, count);
        LowRateSpamCampaign.run(
                target,
                draw,
                window,
                CampaignParameters.PROXIES_LOG_PER_HOUR,
                CampaignParameters.PROXIES_LOG_DAYS,
                start -> proxies);
    }
}
