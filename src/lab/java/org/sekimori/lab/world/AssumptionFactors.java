package org.sekimori.lab.world;

/**
 * Factors on the least certain and most influential assumptions about honest customers; 1 leaves a world unchanged.
 *
 * @param networkChurn how often addresses of homes and phones change
 * @param travel how many customers travel abroad
 * @param vpn how many use VPNs or other remote exits
 * @param domesticProxies share of the attackers' traffic from addresses at home, where a class of attack has a choice
 */
public record AssumptionFactors(double networkChurn, double travel, double vpn, double domesticProxies) {

    /** Everything as the world has it. */
    public static final AssumptionFactors PLAIN = new AssumptionFactors(1, 1, 1, 1);

    public AssumptionFactors {
        for (double factor : new double[] {networkChurn, travel, vpn, domesticProxies}) {
            if (!(factor >= 0 && factor <= 100)) {
                throw new IllegalArgumentException("a factor must be from 0 to 100, not " + factor);
            }
        }
    }
}
