package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** Slowly, through hacked home connections in the owner's country. */
final class HomeProxies {

    private HomeProxies() {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("home proxies");
        int count = draw.between(CampaignNumbers.PROXIES_LEAST, CampaignNumbers.PROXIES_MOST);
        Place[] proxies = target.proxies(draw, count);
        Slow.run(
                target,
                draw,
                window,
                CampaignNumbers.PROXIES_LOG_PER_HOUR,
                CampaignNumbers.PROXIES_LOG_DAYS,
                start -> proxies);
    }
}
