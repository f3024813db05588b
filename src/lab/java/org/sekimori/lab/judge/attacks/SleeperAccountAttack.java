package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.RandomStream;

/** Any campaign, on an account that its owner has left alone for months. */
final class SleeperAccountAttack {

    private SleeperAccountAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        any(target.draw("sleeper"), CampaignParameters.SLEEPER_CAMPAIGNS).execute(target, window);
    }

    /** One of the campaigns that need no more than a password. */
    static AttackStrategy any(RandomStream draw, double[] weights) {
        return switch (draw.weighted(weights)) {
            case 0 -> BlastAttack::execute;
            case 1 -> BotnetAttack::execute;
            case 2 -> HomeProxyAttack::execute;
            case 3 -> HomeBlastAttack::execute;
            default -> CarefulImitationAttack::execute;
        };
    }
}
